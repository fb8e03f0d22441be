import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { pairExpected, parsePair, parseVersion } from "../../../src/core/pair.ts";

describe("a pair of versions in one word", () => {
  test.each(["15->16", "15..16", "15:16", "15→16", "15=>16", "15-to-16", "v15->v16"])("%s", (word) => {
    expect(parsePair(word)).toEqual({ from: "15", to: "16" });
  });

  test.each([
    ["15.4->16.1", "15.4", "16.1"],
    ["9.6..16", "9.6", "16"],
    ["15-alpine..16-alpine", "15-alpine", "16-alpine"],
    ["15.8-alpine3.20->16-bookworm", "15.8-alpine3.20", "16-bookworm"],
    ["15-alpine-to-16-alpine", "15-alpine", "16-alpine"],
    ["7.2..valkey:8", "7.2", "valkey:8"],
    ["redis:7.2->valkey:8", "redis:7.2", "valkey:8"],
    ["redis:7.2:valkey:8", "redis:7.2", "valkey:8"],
  ])("%s keeps minor versions and variants", (word, from, to) => {
    expect(parsePair(word)).toEqual({ from, to });
  });

  test.each([
    ...[
      "",
      "15",
      "15-",
      "15->",
      "->16",
      "15 16",
      "15-16",
      "15>16",
      "15...16",
      "15..",
      "16 ",
      " 15->16",
      "15->16\n",
    ],
    ...["postgres:16", "15->16->17", "a..b", "-15->16", "15;->16", "15->$(id)", "15--to--16", "１５->１６"],
  ])("%j is none", (word) => {
    expect(parsePair(word)).toBeUndefined();
  });

  test("any two versions are one, joined by any sign that joins", () => {
    const version = fc
      .array(fc.nat(99), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.map((part) => String(part)).join("."));
    fc.assert(
      fc.property(version, fc.constantFrom("->", "=>", "→", "..", ":", "-to-"), version, (from, sign, to) => {
        expect(parsePair(`${from}${sign}${to}`)).toEqual({ from, to });
      }),
    );
  });

  test("no text makes it hang or throw", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("1", ".", "-", "a", "t", "o", ":", ">"), maxLength: 400 }),
        (word) => {
          parsePair(word);
          parseVersion(word);
        },
      ),
    );
    expect(parsePair(`1-${"a-to-1".repeat(5000)}!`)).toBeUndefined();
  });
});

describe("one side of a pair", () => {
  test.each([
    ["15", "15"],
    ["v16", "16"],
    ["15.4-alpine", "15.4-alpine"],
  ])("%s", (word, version) => {
    expect(parseVersion(word)).toBe(version);
  });

  test.each(["", "15-", "latest", "15..16", "-1", "15 ", "my-db", "15-->"])("%j is none", (word) => {
    expect(parseVersion(word)).toBeUndefined();
  });
});

test("what is no pair is a wrong usage that says how to write one", () => {
  const example = { from: "15", to: "16" };
  expect(pairExpected("15-", "postgres", example)).toMatchObject({
    exit: 2,
    message: '"15-" is not a pair of versions',
  });
  expect(pairExpected("x", "postgres", example).next.join()).toContain("15..16");
});

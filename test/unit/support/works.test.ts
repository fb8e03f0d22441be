import { describe, expect, test } from "vitest";
import { works, type Kind } from "../../fixtures/writer/works.ts";
import { noFaults, readLedger } from "../../support/ledger.ts";

type Answer = readonly (readonly string[])[];

const faultsIn = (kind: Kind, account: string, answer: Answer) =>
  works[kind].faults(readLedger(account === "" ? "" : `${account.replaceAll(", ", "\n")}\n`), answer);

describe("a counter: each acknowledged value was built on the one before (I2)", () => {
  const told = "INVOKE a 1 +1, OK a 1 1, INVOKE a 2 +1, FAIL a 2 25006, INVOKE a 3 +1, UNKNOWN a 3 EPIPE";

  test.each([
    ["ends where it was told", told, "1"],
    ["may have been counted by whoever was never told", told, "2"],
    ["goes on from there", `${told}, INVOKE a 4 +1, OK a 4 3`, "3"],
  ])("it %s", (_, account, end) => {
    expect(faultsIn("counter", account, [["a", end]])).toEqual(noFaults);
  });

  test.each([
    ["is lost where the end is behind what was told", told, "0", "lost"],
    ["is doubled where the end is ahead of it", told, "3", "doubled"],
    ["is lost where the next value does not follow", `${told}, INVOKE a 4 +1, OK a 4 1`, "1", "lost"],
    ["is doubled where it leaves one out", `${told}, INVOKE a 4 +1, OK a 4 4`, "4", "doubled"],
  ])("a count %s", (_, account, end, fault) => {
    expect(faultsIn("counter", account, [["a", end]])).toMatchObject({
      [fault]: [expect.stringMatching(/^a:/)],
    });
  });

  test("a counter that is gone is lost, and one of nobody is doubled", () => {
    expect(faultsIn("counter", "INVOKE a 1 +1, OK a 1 1", []).lost).toEqual(["a:1"]);
    expect(faultsIn("counter", "", [["b", "1"]]).doubled).toEqual(["a counter of nobody"]);
  });
});

describe("a sequence: nothing is given out twice, and it never goes back (I2)", () => {
  const told = "INVOKE a 1 next, OK a 1 7, INVOKE b 1 next, OK b 1 8, INVOKE a 2 next, UNKNOWN a 2 GONE";

  test("whatever comes next may be further on", () => {
    expect(faultsIn("sequence", told, [["9"]])).toEqual(noFaults);
    expect(faultsIn("sequence", told, [["40"]])).toEqual(noFaults);
  });

  test("one that would give a number out again has lost it", () => {
    expect(faultsIn("sequence", told, [["8"]]).lost).toEqual(["b:1"]);
    expect(faultsIn("sequence", told, []).lost).toEqual(["a:1", "b:1"]);
  });

  test("a number that two were given is doubled, and one behind an earlier one is lost", () => {
    expect(faultsIn("sequence", `${told}, INVOKE b 2 next, OK b 2 8`, [["9"]]).doubled).toEqual(["b:2"]);
    expect(faultsIn("sequence", `${told}, INVOKE b 2 next, OK b 2 5`, [["9"]]).lost).toEqual(["b:2"]);
  });
});

describe.each([
  ["threeTables", ["orders", "items", "payments"]],
  ["longTransaction", ["first", "second"]],
] as const)("a transaction, %s: all of it is there, or nothing (I2)", (kind, parts) => {
  const told = "INVOKE a 1 x, OK a 1, INVOKE a 2 y, FAIL a 2 GONE, INVOKE a 3 z, UNKNOWN a 3 GONE";
  const whole = (seq: number, payload: string): Answer =>
    parts.map((part) => [part, "a", String(seq), payload]);

  test("what nobody was told of may be there or not", () => {
    expect(faultsIn(kind, told, whole(1, "x"))).toEqual(noFaults);
    expect(faultsIn(kind, told, [...whole(1, "x"), ...whole(3, "z")])).toEqual(noFaults);
  });

  test("but not in one part alone", () => {
    expect(faultsIn(kind, told, [...whole(1, "x"), ...whole(3, "z").slice(1)]).torn).toEqual(["a:3"]);
  });

  test("an acknowledged part that is missing is lost, a refused one that is there a phantom", () => {
    expect(faultsIn(kind, told, whole(1, "x").slice(1))).toMatchObject({ lost: ["a:1"], torn: ["a:1"] });
    expect(faultsIn(kind, told, [...whole(1, "x"), ...whole(2, "y")]).phantom).toEqual(["a:2"]);
  });
});

describe("one thing for each act (I2)", () => {
  test.each(["row", "largeObject", "table"] as const)("%s: gone is lost, other bytes are altered", (kind) => {
    const told = "INVOKE a-b 1 x, OK a-b 1";
    expect(faultsIn(kind, told, [["a-b", "1", "x"]])).toEqual(noFaults);
    expect(faultsIn(kind, told, []).lost).toEqual(["a-b:1"]);
    expect(faultsIn(kind, told, [["a-b", "1", "y"]]).altered).toEqual(["a-b:1"]);
  });
});

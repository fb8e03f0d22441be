import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import type { Descriptors } from "../../../src/cli/descriptors.ts";
import { arrowNote, readRequest as readTyped, type Request } from "../../../src/cli/read-request.ts";

const readRequest = (
  words: readonly string[],
  to: string | undefined,
  descriptors: Descriptors,
  engine = "postgres",
): Request => readTyped({ engine, example: { from: "15", to: "16" }, words, to }, descriptors);

/** What the shell left open: by descriptor, the path of a regular file. */
const opened = (files: Readonly<Record<number, string>> = {}): Descriptors => ({
  regularFile: (descriptor) => {
    const path = files[descriptor];
    return path === undefined ? undefined : { path, device: 1n, inode: 2n };
  },
  numbered: () =>
    Object.keys(files)
      .map(Number)
      .filter((descriptor) => descriptor > 2),
});

const terminal = opened();

describe("a pair that the shell left whole", () => {
  const spellings = [
    "15->16",
    "15=>16",
    "15→16",
    "15..16",
    "15:16",
    "15-to-16",
    "v15..v16",
    "15 -> 16",
    "15 → 16",
  ];
  test.each(spellings)("%s", (word) => {
    expect(readRequest([word, "demo-db"], undefined, terminal)).toEqual({
      pair: { from: "15", to: "16" },
      container: "demo-db",
      arrow: undefined,
    });
  });

  test("two words make a pair, and so does --to with or without the first half", () => {
    const pair = { from: "15", to: "16" };
    expect(readRequest(["15", "16", "demo-db"], undefined, terminal)).toMatchObject({
      pair,
      container: "demo-db",
    });
    expect(readRequest(["15", "demo-db"], "16", terminal)).toMatchObject({ pair, container: "demo-db" });
    expect(readRequest(["demo-db"], "16", terminal)).toMatchObject({
      pair: { from: undefined, to: "16" },
      container: "demo-db",
    });
    expect(readRequest([], "16", terminal)).toMatchObject({ container: undefined });
  });

  test("a version may be of another product, and one that names the engine is as good as one that does not", () => {
    const across = { from: "7.2", to: "valkey:8" };
    for (const word of ["redis:7.2..valkey:8", "7.2->valkey:8", "7.2:valkey:8", "redis:7.2 -> valkey:8"]) {
      expect(readRequest([word, "demo"], undefined, terminal, "redis").pair).toEqual(across);
    }
    expect(readRequest(["redis:7.2", "valkey:8"], undefined, terminal, "redis").pair).toEqual(across);
    expect(readRequest([], "valkey:8", terminal, "redis").pair).toEqual({ from: undefined, to: "valkey:8" });
    const torn = readRequest(["7.2-", "demo"], undefined, opened({ 1: "/srv/valkey:8" }), "redis");
    expect(torn.pair).toEqual(across);
  });

  test("minor versions and image variants may be part of it", () => {
    expect(readRequest(["15.4..16.3-alpine"], undefined, terminal).pair).toEqual({
      from: "15.4",
      to: "16.3-alpine",
    });
  });

  test("stdout in a file named like a version does not matter to it", () => {
    expect(readRequest(["15..16", "demo-db"], undefined, opened({ 1: "/srv/17" })).arrow).toBeUndefined();
  });
});

describe("a pair that the shell tore apart", () => {
  const torn: readonly [words: readonly string[], file: string][] = [
    [["15-", "demo-db"], "/srv/16"],
    [["15=", "demo-db"], "/srv/16"],
    [["15", "-", "demo-db"], "/srv/16"],
    [["15", "demo-db"], "/srv/16"],
    [["v15-", "demo-db"], "/srv/v16"],
  ];
  test.each(torn)("%j with stdout in %s", (words, file) => {
    expect(readRequest(words, undefined, opened({ 1: file }))).toMatchObject({
      pair: { from: "15", to: "16" },
      container: "demo-db",
      arrow: { file: { path: file } },
    });
  });

  test("in bash and fish 15>16 redirects descriptor 15, and leaves no half behind", () => {
    expect(readRequest(["demo-db"], undefined, opened({ 15: "/srv/16", 17: "/srv/log" }))).toMatchObject({
      pair: { from: "15", to: "16" },
      container: "demo-db",
    });
  });

  test("the half alone asks for the container later", () => {
    expect(readRequest(["15-"], undefined, opened({ 1: "16" })).container).toBeUndefined();
  });

  test("a file that is not named after a version is no other half", () => {
    for (const path of ["/tmp/out.log", "/tmp/16/log", "/tmp/sixteen"]) {
      expect(() => readRequest(["15-", "demo-db"], undefined, opened({ 1: path }))).toThrow("half of a pair");
    }
  });

  test("a terminal or a pipe on stdout is no other half", () => {
    expect(() => readRequest(["15-", "demo-db"], undefined, terminal)).toThrow("half of a pair");
    expect(() => readRequest(["15", "-"], undefined, terminal)).toThrow("half of a pair");
  });

  test("the note names what was read, what was taken and how to write it", () => {
    const here = join(process.cwd(), "16");
    const { arrow } = readRequest(["15", "-"], undefined, opened({ 1: here }));
    expect(arrowNote(arrow!, true)).toBe(
      'note: your shell read "15->16" as a redirection; I took it as 15→16 and removed\n' +
        "      the empty file ./16.\n" +
        "      Quote it ('15->16') or write 15..16.",
    );
    expect(arrowNote(arrow!, false)).toMatch(/if it was there\s+before, your shell has emptied it/);
    const elsewhere = readRequest(["15-"], undefined, opened({ 1: "/srv/16" }));
    expect(arrowNote(elsewhere.arrow!, true)).toContain("the empty file /srv/16.");
  });
});

describe("words that are no request", () => {
  const wrong: readonly [words: readonly string[], to: string | undefined, message: string][] = [
    [[], undefined, "The pair of versions is missing"],
    [["demo-db"], undefined, '"demo-db" is not a pair'],
    [["15-16"], undefined, '"15-16" is not a pair'],
    [["15..16", "one", "two"], undefined, '"two" is one word too many'],
    [["15..16"], "17", "given twice"],
    [["demo-db"], "sixteen", '"sixteen" is not a version'],
    [["15; rm -rf /"], undefined, "is not a pair"],
    [["--help..16"], undefined, "is not a pair"],
  ];
  test.each(wrong)("%j with --to %s", (words, to, message) => {
    const read = (): unknown => readRequest(words, to, terminal);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});

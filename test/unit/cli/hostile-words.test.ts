import { expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { UsageError } from "../../../src/core/errors.ts";
import type { Descriptors } from "../../../src/cli/descriptors.ts";
import { jobsOption } from "../../../src/cli/jobs-option.ts";
import { labelOption } from "../../../src/cli/label-option.ts";
import { readRequest } from "../../../src/cli/read-request.ts";

const nothingOpen: Descriptors = { regularFile: () => undefined, numbered: () => [] };

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "15->16",
    "15..16",
    "15",
    "16",
    "15-",
    "->16",
    "15->",
    "015->16",
    "+15->16",
    "1e1->16",
    "-v",
    "--",
    "__proto__",
    "a b",
  ),
  fc.constantFrom("1.".repeat(50_000), "15->".repeat(25_000), "9".repeat(100_000)),
);

/** What it ends in, or nothing where it was refused in words of ours. */
function read<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return undefined;
  }
}

test("any words are a pair of versions and at most one name, taken letter by letter, or are refused", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), fc.option(word, { nil: undefined }), (words, to) => {
      const request = read(() =>
        readRequest({ engine: "postgres", example: { from: "15", to: "16" }, words, to }, nothingOpen),
      );
      if (request === undefined) return;
      for (const version of [request.pair.from, request.pair.to]) {
        if (version !== undefined) expect(version).toMatch(/^\d[\w.-]*$/);
      }
      if (request.container !== undefined) expect(words).toContain(request.container);
    }),
    { numRuns: 500 },
  );
});

test("a label is a key and a value, and a number of sessions a number, or they are refused", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        word,
        fc.tuple(word, word).map((parts) => parts.join("=")),
      ),
      (text) => {
        const labels = read(() => labelOption(text, { before: "1" }));
        if (labels !== undefined) {
          const [[key, value] = ["", ""]] = Object.entries(labels).filter(
            ([name]) => name !== "before" || text.startsWith("before="),
          );
          expect(`${key}=${value}`).toBe(text);
          expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
        }
        const jobs = read(() => jobsOption(text));
        if (jobs !== undefined) {
          expect([Number.isInteger(jobs), jobs >= 1, jobs <= 64]).toEqual([true, true, true]);
        }
      },
    ),
    { numRuns: 500 },
  );
});

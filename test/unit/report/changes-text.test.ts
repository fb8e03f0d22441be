import { expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { foldJournal } from "../../../src/core/progress.ts";
import type { FingerprintCompared } from "../../../src/ports/engine.ts";
import { changesText } from "../../../src/report/changes-text.ts";
import { journalOf, returned, switched } from "./sample-run.ts";

const equal: FingerprintCompared = {
  side: "target",
  content: true,
  named: [],
  count: 0,
  objects: 528,
  closed: [],
};
const changed: FingerprintCompared = { ...equal, named: ["role x is new", "table y is gone"], count: 250 };

const said = (records: readonly JournalRecord[], compared: FingerprintCompared): string =>
  changesText(foldJournal(journalOf(...records)), compared);
const unfolded = (text: string): string => text.replace(/\n */g, " ");

test("what is equal is said in a line, with what it was compared with", () => {
  expect(unfolded(said(switched, equal))).toMatch(
    /^Equal: shop-db \(the target, version 16\) holds what was there at the fence of run r1: 528 objects/,
  );
});

test("what is named of many changes says how many are not, what they mean, and what to type", () => {
  const text = said(switched, changed);
  expect(unfolded(text)).toMatch(/^250 things have changed in shop-db \(the target, version 16\)/);
  expect(text).toContain("\n  role x is new\n  table y is gone\n  and 248 more\n");
  expect(unfolded(text)).toContain("Before clients were let in it was compared with the source, and equal.");
  expect(unfolded(text)).toContain("is kept: container shop-db.pre16 on volume shop-data.");
  expect(text).toMatch(/\n {4}dbshift status r1$/);
  expect(text).not.toMatch(/los[st]|missing/);
});

test("which copy there is beside it is said for every way a run can end", () => {
  const source: FingerprintCompared = { ...changed, side: "source" };
  expect(unfolded(said(returned, source))).toContain("(the source, version 15)");
  expect(unfolded(said(returned, source))).toContain("is kept: container shop-db.pg16.");
  expect(unfolded(said([{ type: "run.closed", outcome: "rolled back" }], source))).toContain(
    "The run was undone, and nothing it made is left.",
  );
  const retired = [...switched, { type: "run.closed", outcome: "retired" } as const];
  expect(unfolded(said(retired, changed))).toContain("What the run had kept beside it was retired.");
});

test("a database nobody could look into is named, its name safe for a terminal", () => {
  const text = said(switched, { ...equal, closed: ["old\u001b[2J", "older"] });
  expect(unfolded(text)).toContain('The databases "old\\x1b[2J", "older" accept no connections');
});

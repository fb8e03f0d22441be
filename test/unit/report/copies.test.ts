import { expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { foldJournal } from "../../../src/core/progress.ts";
import { copies } from "../../../src/report/copies.ts";
import { done, journalOf, passed, returned, switched, untilVerified } from "./sample-run.ts";

const named = (...records: readonly JournalRecord[]): string[] =>
  copies(foldJournal(journalOf(...records))).map(({ side, volume }) => `${side} ${volume}`);
const proofs = (...records: readonly JournalRecord[]): string[] =>
  copies(foldJournal(journalOf(...records))).map(({ proof }) => proof);

test("before anything is made only the source is a copy", () => {
  expect(named(passed("source"))).toEqual(["source shop-data"]);
});

test("I1: a target that was not compared yet is named as not proven, after the source", () => {
  expect(named(...done("volume"))).toEqual(["source shop-data", "target shop-data-pg16-a2"]);
  expect(proofs(...done("volume"))[1]).toContain("not proven");
});

test("I1: what was compared names the check that passed", () => {
  expect(proofs(...untilVerified)[1]).toContain('proven by "Verify the target against the source"');
});

test("after the switch the target comes first, and the source is as of the fence", () => {
  expect(named(...switched)).toEqual(["target shop-data-pg16-a2", "source shop-data"]);
  expect(proofs(...switched)[1]).toContain("complete as of the fence");
});

test("after a return both are there, the source first", () => {
  expect(named(...returned)).toEqual(["source shop-data", "target shop-data-pg16-a2"]);
  expect(proofs(...returned)[1]).toContain("what clients wrote after the switch");
});

test("what a retire removes is never called a good copy", () => {
  const retiring: JournalRecord = { type: "graph.entered", graph: "retire" };
  const retired: JournalRecord = { type: "run.closed", outcome: "retired" };
  expect(proofs(...switched, retiring)[1]).toContain("is being removed");
  expect(named(...switched, retiring, retired)).toEqual(["target shop-data-pg16-a2"]);
  expect(named(...returned, retiring, retired)).toEqual(["source shop-data"]);
});

test("I1: what a rollback removes is never called a good copy, though it was compared", () => {
  const turned: JournalRecord = { type: "run.turned", reason: "a rollback was asked for" };
  expect(proofs(...untilVerified, turned)[1]).toContain("is being removed");
  const remade: JournalRecord = { type: "step.compensating", step: "volume", attempt: 2 };
  expect(proofs(...untilVerified, remade)[1]).toContain("is being removed");
});

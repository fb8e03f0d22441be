import { describe, expect, test } from "vitest";
import type { JournalEntry, JournalRecord } from "../../../src/core/journal.ts";
import {
  foldJournal,
  isDone,
  mayHaveEffect,
  stepProgress,
  type StepState,
} from "../../../src/core/progress.ts";
import { opened } from "../../contract/journal-samples.ts";

const timeOf = (seq: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();

const entriesOf = (...records: readonly JournalRecord[]): JournalEntry[] =>
  [opened("r1"), ...records].map((record, index) => ({ seq: index + 1, at: timeOf(index + 1), ...record }));

const fold = (...records: readonly JournalRecord[]) => foldJournal(entriesOf(...records));
const step = "dump";
const started = (attempt: number): JournalRecord => ({ type: "step.started", step, attempt });
const succeeded = (attempt: number): JournalRecord => ({
  type: "step.succeeded",
  step,
  attempt,
  output: { n: attempt },
});
const error = { summary: "no", detail: ["because"] };
const failed = (attempt: number): JournalRecord => ({ type: "step.failed", step, attempt, error });
const compensating = (attempt: number): JournalRecord => ({ type: "step.compensating", step, attempt });
const compensated = (attempt: number): JournalRecord => ({ type: "step.compensated", step, attempt });
const adopted: JournalRecord = { type: "step.adopted", step, output: { n: 0 } };

describe("the life of a step is read off the journal (I5)", () => {
  test.each<[string, JournalRecord[], StepState, number]>([
    ["nothing said of it: it is pending", [], "pending", 0],
    ["started: it is in doubt", [started(1)], "in doubt", 1],
    ["started and succeeded", [started(1), succeeded(1)], "succeeded", 1],
    ["started and failed", [started(1), failed(1)], "failed", 1],
    ["failed and started again: it is in doubt again", [started(1), failed(1), started(2)], "in doubt", 2],
    ["found in place: it is adopted", [adopted], "adopted", 0],
    ["being undone", [started(1), succeeded(1), compensating(1)], "compensating", 1],
    [
      "undone: it is pending, and keeps its number of attempts",
      [started(1), compensating(1), compensated(1)],
      "pending",
      1,
    ],
    [
      "undone and made anew",
      [started(1), compensating(1), compensated(1), started(2), succeeded(2)],
      "succeeded",
      2,
    ],
    ["a check that passed", [{ type: "check.passed", step, findings: [] }], "succeeded", 0],
  ])("%s", (_title, records, state, attempts) => {
    expect(stepProgress(fold(...records), step)).toMatchObject({ state, attempts });
  });

  test("the output of the attempt that succeeded is kept, also while it is being undone", () => {
    expect(stepProgress(fold(started(1), failed(1), started(2), succeeded(2)), step).output).toEqual({
      n: 2,
    });
    expect(stepProgress(fold(started(1), succeeded(1), compensating(1)), step).output).toEqual({ n: 1 });
    expect(stepProgress(fold(adopted), step).output).toEqual({ n: 0 });
  });

  test("an output is gone once it is undone, or while it is made anew", () => {
    const undone = fold(started(1), succeeded(1), compensating(1), compensated(1));
    expect(stepProgress(undone, step)).toEqual({ state: "pending", attempts: 1 });
    expect(stepProgress(fold(started(1), succeeded(1), started(2)), step)).not.toHaveProperty("output");
  });

  test("the error of the last attempt is kept until the next one", () => {
    expect(stepProgress(fold(started(1), failed(1)), step).error).toEqual(error);
    expect(stepProgress(fold(started(1), failed(1), started(2)), step)).not.toHaveProperty("error");
  });

  test("its times are those of the last attempt", () => {
    expect(stepProgress(fold(started(1), succeeded(1)), step)).toMatchObject({
      startedAt: timeOf(2),
      endedAt: timeOf(3),
    });
    const again = stepProgress(fold(started(1), failed(1), started(2)), step);
    expect(again.startedAt).toBe(timeOf(4));
    expect(again).not.toHaveProperty("endedAt");
  });

  test("one step's records say nothing of another", () => {
    const progress = fold(started(1), { type: "step.started", step: "other", attempt: 1 }, succeeded(1));
    expect(stepProgress(progress, "dump").state).toBe("succeeded");
    expect(stepProgress(progress, "other").state).toBe("in doubt");
  });
});

describe("what a state means", () => {
  test.each<[StepState, boolean, boolean]>([
    ["pending", false, false],
    ["in doubt", true, false],
    ["succeeded", true, true],
    ["adopted", false, true],
    ["failed", true, false],
    ["compensating", true, false],
  ])("%s: may have left an effect of ours %s, done %s", (state, effect, done) => {
    expect(mayHaveEffect({ state, attempts: 1 })).toBe(effect);
    expect(isDone({ state, attempts: 1 })).toBe(done);
  });
});

describe("the state of a run", () => {
  test("begins with its plan, going forward through the run graph", () => {
    const progress = fold();
    expect(progress).toMatchObject({ run: "r1", graph: "run", turned: undefined, outcome: undefined });
    expect(progress.plan).toMatchObject({ from: "15", to: "16" });
    expect([progress.openedAt, progress.updatedAt]).toEqual([timeOf(1), timeOf(1)]);
  });

  test("knows when the last record was written", () => {
    expect(fold(started(1), succeeded(1)).updatedAt).toBe(timeOf(3));
  });

  test("once turned round it stays so, also when it is resumed", () => {
    const progress = fold(
      { type: "run.turned", reason: "x" },
      { type: "run.resumed", direction: "back", tool: "1" },
    );
    expect(progress.turned).toBe("x");
  });

  test("is closed by its outcome, and open again when another graph is entered", () => {
    const closed: JournalRecord = { type: "run.closed", outcome: "target serves" };
    expect(fold(closed).outcome).toBe("target serves");
    const retiring = fold(closed, { type: "graph.entered", graph: "retire" });
    expect(retiring).toMatchObject({ graph: "retire", returning: false, outcome: undefined });
  });

  test("knows for good that the source came back, also in the retire graph", () => {
    const back: JournalRecord = { type: "graph.entered", graph: "return" };
    expect(fold(back)).toMatchObject({ graph: "return", returning: true });
    expect(fold(back, { type: "graph.entered", graph: "retire" })).toMatchObject({
      graph: "retire",
      returning: true,
    });
  });

  test("knows the source by the id of the container that was made again", () => {
    const { containerId, ...source } = fold().plan.source;
    const recreating: JournalRecord = { type: "source.recreating", name: "shop" };
    expect(fold(recreating)).toMatchObject({ recreating: "shop", plan: { source: { containerId } } });
    const after = fold(recreating, { type: "source.recreated", containerId: "another" });
    expect(after).toMatchObject({
      recreating: undefined,
      plan: { source: { ...source, containerId: "another" } },
    });
    expect(containerId).not.toBe("another");
  });

  test("cannot be read off a journal that does not begin with its opening", () => {
    expect(() => foldJournal([])).toThrow("dbshift is wrong about itself");
    expect(() => foldJournal(entriesOf(started(1)).slice(1))).toThrow("dbshift is wrong about itself");
  });
});

import { expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import type { RunEvent } from "../../../src/ports/events.ts";
import { PlainView } from "../../../src/cli/ui/plain-view.ts";

const playbook = {
  steps: [
    { id: "source", phase: "preflight" },
    { id: "dump", phase: "cutover" },
  ],
  returnSteps: [],
} as never;

const at = (second: number): string => new Date(2026, 10, 21, 12, 4, second).toISOString();

function linesOf(...events: readonly RunEvent[]): string[] {
  const lines: string[] = [];
  const view = new PlainView(playbook, (line) => lines.push(line));
  events.forEach(view.emit);
  return lines;
}

const entry = (second: number, record: JournalRecord): RunEvent => ({
  seq: second,
  at: at(second),
  ...record,
});
const progress = (second: number, done: number): RunEvent => ({
  type: "progress",
  at: at(second),
  step: "dump",
  done,
  total: 100,
  unit: "tables",
});

test("each change is a line that says when, where and what", () => {
  expect(
    linesOf(
      entry(1, { type: "check.passed", step: "source", findings: [] }),
      entry(2, { type: "step.started", step: "dump", attempt: 1 }),
      { type: "note", at: at(3), step: "dump", text: "closed 3 sessions" },
      entry(6, { type: "step.succeeded", step: "dump", attempt: 1, output: null }),
    ),
  ).toEqual([
    "12:04:01  preflight/source  passed",
    "12:04:02  cutover/dump  started",
    "12:04:03  cutover/dump  closed 3 sessions",
    "12:04:06  cutover/dump  done in 4.0 s",
  ]);
});

test("what is undone is said as it happens", () => {
  expect(
    linesOf(
      entry(1, {
        type: "step.failed",
        step: "dump",
        attempt: 1,
        error: { summary: "it said no", detail: [] },
      }),
      entry(2, { type: "run.turned", reason: "it said no" }),
      entry(3, { type: "step.compensating", step: "dump", attempt: 1 }),
      entry(4, { type: "step.compensated", step: "dump", attempt: 1 }),
      entry(5, { type: "run.closed", outcome: "rolled back" }),
    ),
  ).toEqual([
    "12:04:01  cutover/dump  failed: it said no",
    "12:04:02  run  going back to the source: it said no",
    "12:04:03  cutover/dump  undoing",
    "12:04:04  cutover/dump  undone in 1.0 s",
    "12:04:05  run  ended: rolled back",
  ]);
});

test("progress is told at most every ten seconds, however often it is heard of", () => {
  const started = entry(0, { type: "step.started", step: "dump", attempt: 1 });
  const heard = Array.from({ length: 25 }, (_, second) => progress(second, second));
  expect(linesOf(started, ...heard).slice(1)).toEqual([
    "12:04:10  cutover/dump  10 of 100 tables, 1 min 30 s left",
    "12:04:20  cutover/dump  20 of 100 tables, 1 min 20 s left",
  ]);
});

test("I15: a server's words cannot paint on the terminal or forge a line", () => {
  const lines = linesOf({
    type: "note",
    at: at(1),
    step: "dump",
    text: "a\u001b[2Jb\n12:04:02  run  ended: target serves",
  });
  expect(lines).toEqual(["12:04:01  cutover/dump  a\\x1b[2Jb\\n12:04:02  run  ended: target serves"]);
});

import { expect, test } from "vitest";
import { foldJournal } from "../../../src/core/progress.ts";
import { interruptText } from "../../../src/cli/interrupt-text.ts";
import { done, journalOf, switched, untilVerified } from "../report/sample-run.ts";

test("before the switch the first signal goes back, and says what a second one does", () => {
  const text = interruptText("orderly", foldJournal(journalOf(...untilVerified)));
  expect(text).toContain("until the source serves as before");
  expect(text).toContain("A second signal stops at once; go on later with: dbshift resume r1");
});

test("after the switch, and in a return, the step under way is finished", () => {
  const after = foldJournal(journalOf(...untilVerified, ...done("open")));
  const inReturn = foldJournal(journalOf(...switched, { type: "graph.entered", graph: "return" }));
  for (const progress of [after, inReturn]) {
    expect(interruptText("orderly", progress)).toContain("finishing the step under way, then stopping");
  }
});

test("a run that goes back already goes on doing so", () => {
  const back = foldJournal(journalOf(...done("stop"), { type: "run.turned", reason: "no" }));
  expect(interruptText("orderly", back)).toContain("already going back");
});

test("the second signal says how to go on later", () => {
  expect(interruptText("at once", foldJournal(journalOf()))).toBe(
    "stopping at once; go on later with: dbshift resume r1",
  );
});

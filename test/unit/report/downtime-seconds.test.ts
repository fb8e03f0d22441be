import { expect, test } from "vitest";
import { downtimeSeconds } from "../../../src/report/downtime-seconds.ts";
import { done, journalOf, passed, started, switched } from "./sample-run.ts";

test("downtime runs from the start of the fence to the end of the pivot", () => {
  // stop started, stop done, restore started, restore done, verify, open started, open done
  expect(downtimeSeconds(journalOf(...switched))).toBe(6);
});

test("a rollback ends it when the fence is lifted", () => {
  const entries = journalOf(
    ...done("stop"),
    { type: "run.turned", reason: "no" },
    { type: "step.compensating", step: "stop", attempt: 1 },
    { type: "step.compensated", step: "stop", attempt: 1 },
    { type: "run.closed", outcome: "rolled back" },
  );
  expect(downtimeSeconds(entries)).toBe(4);
});

test("it is not told while it lasts, nor where there was none", () => {
  expect(downtimeSeconds(journalOf(started("stop")))).toBeUndefined();
  expect(downtimeSeconds(journalOf(passed("source")))).toBeUndefined();
});

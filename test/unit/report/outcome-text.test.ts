import { describe, expect, test } from "vitest";
import type { DriveResult } from "../../../src/core/drive-result.ts";
import { StepError } from "../../../src/core/errors.ts";
import { blocker } from "../../../src/core/finding.ts";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { outcomeText } from "../../../src/report/outcome-text.ts";
import { expectGolden, widest } from "./golden.ts";
import { done, journalOf, passed, returned, started, switched, untilVerified } from "./sample-run.ts";

const cause = new StepError({
  summary: "The restore failed",
  detail: ["psql ended with 3", "ERROR:  no such role"],
});
const stopped: DriveResult = { kind: "stopped", cause, signal: undefined, pastPivot: undefined };
const closed = (outcome: Extract<JournalRecord, { type: "run.closed" }>["outcome"]): JournalRecord => ({
  type: "run.closed",
  outcome,
});

const table: readonly [name: string, result: DriveResult, records: readonly JournalRecord[]][] = [
  ["target-serves", { kind: "target serves" }, switched],
  [
    "refused",
    { kind: "refused", findings: [blocker("PG-EXTENSION", { summary: "The target lacks postgis" })] },
    [passed("source"), ...done("volume"), closed("refused")],
  ],
  [
    "rolled-back",
    { kind: "rolled back", cause, signal: undefined },
    [
      ...done("stop"),
      started("restore"),
      { type: "run.turned", reason: "The restore failed" },
      { type: "step.compensated", step: "restore", attempt: 1 },
      { type: "step.compensated", step: "stop", attempt: 1 },
      closed("rolled back"),
    ],
  ],
  ["returned", { kind: "returned" }, returned],
  [
    "retired",
    { kind: "retired" },
    [...switched, { type: "graph.entered", graph: "retire" }, closed("retired")],
  ],
  ["stopped-behind-the-fence", stopped, untilVerified],
  ["stopped-in-the-switch", stopped, [...untilVerified, started("open")]],
  ["stopped-after-the-switch", stopped, [...untilVerified, ...done("open")]],
  ["stopped-in-a-retire", stopped, [...switched, { type: "graph.entered", graph: "retire" }]],
];

describe("how a run ended, for a person", () => {
  test.each(table)("%s", async (name, result, records) => {
    const text = outcomeText(result, journalOf(...records));
    await expectGolden(`outcome-${name}`, text);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  test.each(table)(
    "%s says which database serves, and what to type next where there is anything",
    (_, result, records) => {
      const text = outcomeText(result, journalOf(...records));
      expect(text).toMatch(/serve|Nothing serves/);
      if (result.kind !== "retired") expect(text).toContain("dbshift ");
    },
  );
});

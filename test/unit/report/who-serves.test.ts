import { describe, expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { foldJournal } from "../../../src/core/progress.ts";
import { whoServes } from "../../../src/report/who-serves.ts";
import { done, failed, journalOf, passed, returned, started, switched, untilVerified } from "./sample-run.ts";

const table: readonly [situation: string, records: readonly JournalRecord[], side: string][] = [
  ["before anything was begun", [], "source"],
  ["while the target is prepared", [passed("source"), ...done("volume")], "source"],
  ["when the fence was begun and not heard of again", [started("stop")], "unknown"],
  ["when the fence failed", [started("stop"), failed("stop")], "unknown"],
  ["behind the fence", untilVerified, "nobody"],
  ["when the switch was begun and not heard of again", [...untilVerified, started("open")], "unknown"],
  ["after the switch", [...untilVerified, ...done("open")], "target"],
  ["when the run is finished", switched, "target"],
  [
    "when a return was entered and nothing of it begun",
    [...switched, { type: "graph.entered", graph: "return" }],
    "target",
  ],
  [
    "when only a check of a return has passed",
    [...switched, { type: "graph.entered", graph: "return" }, passed("way-back")],
    "target",
  ],
  [
    "in the middle of a return",
    [...switched, { type: "graph.entered", graph: "return" }, started("target-off")],
    "unknown",
  ],
  ["after a return", returned, "source"],
  ["while a return's rest is removed", [...returned, { type: "graph.entered", graph: "retire" }], "source"],
  ["while the source is removed", [...switched, { type: "graph.entered", graph: "retire" }], "target"],
  ["after a rollback", [started("stop"), { type: "run.closed", outcome: "rolled back" }], "source"],
  [
    "when the fence was lifted again",
    [
      ...done("stop"),
      { type: "step.compensating", step: "stop", attempt: 1 },
      { type: "step.compensated", step: "stop", attempt: 1 },
    ],
    "source",
  ],
];

describe("the side that serves, by the journal alone", () => {
  test.each(table)("%s", (_, records, side) => {
    expect(whoServes(foldJournal(journalOf(...records))).side).toBe(side);
  });
});

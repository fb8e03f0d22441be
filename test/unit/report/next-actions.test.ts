import { describe, expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { foldJournal } from "../../../src/core/progress.ts";
import { nextActions } from "../../../src/report/next-actions.ts";
import { done, journalOf, returned, started, switched, untilVerified } from "./sample-run.ts";

const table: readonly [situation: string, records: readonly JournalRecord[], commands: readonly string[]][] =
  [
    ["stopped before the switch", [started("stop")], ["dbshift resume r1", "dbshift rollback r1"]],
    ["stopped after the switch", [...untilVerified, ...done("open")], ["dbshift resume r1"]],
    ["stopped while undoing", [started("stop"), { type: "run.turned", reason: "no" }], ["dbshift resume r1"]],
    ["finished", switched, ["dbshift rollback r1 --discard-writes", "dbshift retire r1"]],
    ["returned", returned, ["dbshift retire r1"]],
    ["stopped in a return", [...switched, { type: "graph.entered", graph: "return" }], ["dbshift resume r1"]],
    ["rolled back", [{ type: "run.closed", outcome: "rolled back" }], ["dbshift postgres 15..16 shop-db"]],
    ["retired", [...switched, { type: "run.closed", outcome: "retired" }], []],
  ];

describe("what to type next", () => {
  test.each(table)("when %s", (_, records, commands) => {
    expect(nextActions(foldJournal(journalOf(...records)))).toEqual(commands);
  });

  test("what was asked for is asked for again, with all its options", () => {
    const asked = ["postgres", "15..16", "shop-db", "--to-image", "own image:16", "--verify", "counts"];
    const rolledBack = journalOf({ type: "run.closed", outcome: "rolled back" });
    const entries = rolledBack.map((entry) =>
      entry.type === "run.opened" ? { ...entry, plan: { ...entry.plan, asked } } : entry,
    );
    expect(nextActions(foldJournal(entries), " --context far")).toEqual([
      "dbshift postgres 15..16 shop-db --to-image 'own image:16' --verify counts --context far",
    ]);
  });

  test("the options that lead to the same runs stand behind every command", () => {
    const progress = foldJournal(journalOf(...switched));
    expect(nextActions(progress, " --state-dir /srv")).toEqual([
      "dbshift rollback r1 --state-dir /srv --discard-writes",
      "dbshift retire r1 --state-dir /srv",
    ]);
  });
});

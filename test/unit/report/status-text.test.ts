import { describe, expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { runsText } from "../../../src/report/runs-text.ts";
import { statusJson } from "../../../src/report/status-json.ts";
import { statusText } from "../../../src/report/status-text.ts";
import { expectGolden, widest } from "./golden.ts";
import { done, failed, journalOf, returned, started, switched, untilVerified } from "./sample-run.ts";

const table: readonly [name: string, records: readonly JournalRecord[]][] = [
  ["just-opened", []],
  ["in-doubt", [...done("volume"), started("stop")]],
  ["failed", [...done("volume"), ...done("stop"), started("restore"), failed("restore")]],
  ["verified", untilVerified],
  ["finished", switched],
  ["returned", returned],
  ["going-back", [...done("volume"), ...done("stop"), { type: "run.turned", reason: "it said no" }]],
];

describe("I1: the state of a run from its journal alone", () => {
  test.each(table)("%s", async (name, records) => {
    const text = statusText(journalOf(...records));
    await expectGolden(`status-${name}`, text);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });
});

test("a script reads the same from JSON", () => {
  expect(statusJson(journalOf(...switched), "")).toMatchObject({
    run: "r1",
    outcome: "target serves",
    serves: "target",
    downtimeSeconds: 6,
    copies: [
      { side: "target", volume: "shop-data-pg16-a2" },
      { side: "source", volume: "shop-data" },
    ],
    next: ["dbshift rollback r1 --discard-writes", "dbshift retire r1"],
  });
});

test("the list of runs has one line each, damaged ones included", () => {
  const listings = [
    {
      run: "r3",
      damage:
        "The journal of run r3 is damaged. The record in line 4 of /srv/runs/r3/journal.ndjson cannot be trusted.",
    },
    { run: "r2", entries: journalOf(started("stop")) },
    { run: "r1", entries: journalOf(...switched) },
  ];
  expect(runsText(listings)).toBe(
    [
      "run  database  versions          state",
      "r3   ?         ?                 journal damaged",
      "r2   shop-db   postgres 15 → 16  not finished",
      "r1   shop-db   postgres 15 → 16  target serves",
      "",
      "r3: The journal of run r3 is damaged. The record in line 4 of",
      "  /srv/runs/r3/journal.ndjson cannot be trusted.",
    ].join("\n"),
  );
  expect(runsText([])).toBe("No runs yet.");
});

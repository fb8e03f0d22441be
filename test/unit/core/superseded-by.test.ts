import { describe, expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { foldJournal, type Progress } from "../../../src/core/progress.ts";
import { supersededBy } from "../../../src/core/superseded-by.ts";
import { nextActions } from "../../../src/report/next-actions.ts";
import { runsText } from "../../../src/report/runs-text.ts";
import { statusJson } from "../../../src/report/status-json.ts";
import { statusText } from "../../../src/report/status-text.ts";
import { entriesOfUpgrade } from "./upgrade-samples.ts";

const first = entriesOfUpgrade(1);
const second = entriesOfUpgrade(2);
const third = entriesOfUpgrade(3);
const of = foldJournal;
const closed = (outcome: "returned" | "retired"): readonly JournalRecord[] => [
  { type: "graph.entered", graph: outcome === "returned" ? "return" : "retire" },
  { type: "run.closed", outcome },
];

describe("a run whose target another one was upgraded from", () => {
  test("is superseded by the last run in that line", () => {
    expect(supersededBy(of(first), [of(third), of(second), of(first)])).toEqual({
      run: "run-3",
      to: "18",
      container: "shop-db",
      containerId: "target-3",
      identity: "identity-3",
    });
    expect(supersededBy(of(third), [of(third), of(second), of(first)])).toBeUndefined();
  });

  test("is so too once that one's own source is retired", () => {
    const retired = entriesOfUpgrade(2, closed("retired"));
    expect(supersededBy(of(first), [of(retired)])?.run).toBe("run-2");
  });

  test.each<[string, Progress]>([
    ["was returned", of(entriesOfUpgrade(2, closed("returned")))],
    [
      "was returned, and its target retired",
      of(entriesOfUpgrade(2, [...closed("returned"), ...closed("retired")])),
    ],
    ["began from other data in a volume of that name", of(entriesOfUpgrade(2, [], { identity: "other" }))],
    ["is on another Docker engine", of(entriesOfUpgrade(2, [], { daemon: "other" }))],
    ["went before it", of(entriesOfUpgrade(2, [], { day: 0 }))],
  ])("is not where the other %s (I1)", (_, other) => {
    expect(supersededBy(of(first), [other])).toBeUndefined();
  });
});

test("its status says who serves, and offers to retire it and nothing that would be refused", () => {
  const by = supersededBy(of(first), [of(second)]);
  const text = statusText(first, { supersededBy: by }).replaceAll(/\s+/g, " ");
  expect(text).toContain("superseded by run run-2; the source is kept until it is retired");
  expect(text).toContain("shop-db serves version 17, which run run-2 made");
  expect(text).not.toContain("rollback");
  expect(text).not.toContain("target, volume");
  expect(text).toContain("dbshift retire run-1");
  expect(nextActions({ ...of(first), supersededBy: by })).toEqual(["dbshift retire run-1"]);
  expect(statusJson(first, "", by)).toMatchObject({ serves: "superseded", supersededBy: "run-2" });
});

test("it is called superseded in the list of runs", () => {
  const lines = runsText([
    { run: "run-2", entries: second },
    { run: "run-1", entries: first },
  ]).split("\n");
  expect(lines[1]).toMatch(/^run-2 .*target serves$/);
  expect(lines[2]).toMatch(/^run-1 .*superseded$/);
});

import { expect, test } from "vitest";
import type { JournalEntry } from "../../../src/core/journal.ts";
import { outcomeText } from "../../../src/report/outcome-text.ts";
import { planText } from "../../../src/report/plan-text.ts";
import { resultJson } from "../../../src/report/result-json.ts";
import { statusText } from "../../../src/report/status-text.ts";
import { journalOf, samplePlan, switched } from "./sample-run.ts";

const plan = { ...samplePlan, verify: { rows: "counts", jobs: 2 } } as const;
const entries: readonly JournalEntry[] = journalOf(...switched).map((entry) =>
  entry.type === "run.opened" ? { ...entry, plan } : entry,
);
const unfolded = (text: string): string => text.replace(/\n */g, " ");

test("where rows are only counted, everything says that their content is not verified (I13)", () => {
  expect(planText(plan, "PostgreSQL")).toContain("rows are counted, their content is not verified");
  const result = { kind: "target serves" } as const;
  expect(unfolded(outcomeText(result, entries))).toContain("The content of rows was not verified");
  expect(resultJson(result, entries, { exit: 0 })).toMatchObject({ rowsVerified: "counts" });
  expect(unfolded(statusText(entries))).toContain("content not verified: rows were only counted");
});

test("where they are compared, nothing says so", () => {
  const all = [planText(samplePlan, "PostgreSQL"), statusText(journalOf(...switched))].join("\n");
  expect(all).not.toContain("not verified");
});

import { expect, test } from "vitest";
import type { ClustersCompared } from "../../../../../src/engines/postgres/compare/compare-clusters.ts";
import { differencesToFindings } from "../../../../../src/engines/postgres/compare/differences-to-findings.ts";
import { someDifference } from "./some-item.ts";

const compared = (found: Partial<ClustersCompared>): ClustersCompared => ({
  differences: [],
  lawful: [],
  counted: { databases: 1, tables: 1, rows: 1n, objects: 1 },
  ...found,
});

const many = (count: number): ReturnType<typeof someDifference>[] =>
  Array.from({ length: count }, (_, number) => someDifference({ identity: `t${number}` }));

test("no difference is no finding", () => {
  expect(differencesToFindings(compared({}))).toEqual([]);
});

test("each difference blocks", () => {
  expect(differencesToFindings(compared({ differences: many(2) }))).toEqual([
    {
      code: "VERIFY-DIFFERENCE",
      severity: "blocker",
      summary: 'Table t0: owner "b" in the target, "a" in the source',
    },
    {
      code: "VERIFY-DIFFERENCE",
      severity: "blocker",
      summary: 'Table t1: owner "b" in the target, "a" in the source',
    },
  ]);
});

test("after a hundred differences the others are counted", () => {
  const findings = differencesToFindings(compared({ differences: many(103) }));
  expect(findings).toHaveLength(101);
  expect(findings.at(-1)).toMatchObject({ severity: "blocker", summary: "3 more differences" });
});

test("lawful differences of one reason are one information, which names them", () => {
  const lawful = many(12).map((difference) => ({ difference, reason: "it is so" }));
  const [finding, ...others] = differencesToFindings(compared({ lawful }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "info", code: "VERIFY-LAWFUL-DIFFERENCE" });
  expect(finding?.summary).toMatch(/^Table t0: .*: it is so$/);
  expect(finding?.detail).toMatch(/^The same: Table t1.*; 2 more differences\.$/);
});

import type { CampaignResult } from "../../test/faults/campaign.ts";
import { nameOf } from "../../test/faults/fail-point.ts";

/** What was tried and what it showed, as a Markdown table. */
export function faultsTable(results: readonly CampaignResult[]): string {
  const all = <T>(of: (result: CampaignResult) => readonly T[]): T[] => results.flatMap(of);
  const sum = (of: (result: CampaignResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const points = new Set(all(({ name, hit }) => hit.map((point) => `${name}: ${nameOf(point)}`)));
  const rows: [string, string][] = [
    ["invariants violated", String(all(({ violations }) => violations).length)],
    ["times dbshift was killed", String(sum(({ kills }) => kills))],
    ["fail points it died at", String(points.size)],
    ["commits acknowledged to clients, all found", String(sum(({ acknowledged }) => acknowledged))],
    ["rollback, median and slowest of 100", percentiles(all(({ rollbacks }) => rollbacks))],
    ["resume, from its start to its first deed", percentiles(all(({ decisions }) => decisions))],
    ["status with the engine out of reach", percentiles(all(({ statuses }) => statuses))],
  ];
  return ["| figure | |", "| --- | --: |", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    "\n",
  );
}

function percentiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    return value === undefined ? "–" : `${(value / 1000).toFixed(2)} s`;
  };
  return `${at(0.5)}, ${at(0.99)}`;
}

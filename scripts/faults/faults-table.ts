import type { Figures, Result } from "./figures.ts";

const none = "–";

/** What was tried and what it showed, as Markdown; a dash stands for what none of these campaigns looks for. */
export function faultsTable(results: readonly Result[]): string {
  const all = <T>(of: (figures: Figures) => readonly T[] | undefined): T[] =>
    results.flatMap(({ figures }) => of(figures) ?? []);
  const sum = (of: (figures: Figures) => number | undefined): string => {
    const found = results.flatMap(({ figures }) => of(figures) ?? []);
    return found.length === 0 ? none : String(found.reduce((total, one) => total + one, 0));
  };
  const died = new Set(all(({ points }) => points)).size;
  const rows: [string, string][] = [
    ["invariants violated", String(all(({ violations }) => violations).length)],
    ["commits acknowledged to clients, all found", sum(({ acknowledged }) => acknowledged)],
    ["times dbshift was killed", sum(({ kills }) => kills)],
    ["fail points it died at", died === 0 ? none : String(died)],
    ["simulated schedules", sum(({ schedules }) => schedules)],
    ["planted changes, all caught and named", sum(({ planted }) => planted)],
    ["secrets found where none may be", sum(({ secrets }) => secrets)],
    ["rollback, median and slowest of 100", percentiles(all(({ rollbacks }) => rollbacks))],
    ["resume, from its start to its first deed", percentiles(all(({ decisions }) => decisions))],
    ["status with the engine out of reach", percentiles(all(({ statuses }) => statuses))],
  ];
  const table = ["| figure | |", "| --- | --: |", ...rows.map(([name, value]) => `| ${name} | ${value} |`)];
  return [...table, "", ...origin(results)].join("\n");
}

function percentiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    return value === undefined ? "" : `${(value / 1000).toFixed(2)} s`;
  };
  return sorted.length === 0 ? none : `${at(0.5)}, ${at(0.99)}`;
}

/** Which campaigns the figures are of, and of which commits. */
function origin(results: readonly Result[]): string[] {
  const of = Map.groupBy(results, ({ commit }) => commit);
  return [...of].map(([commit, some]) => {
    const names = some.map(({ campaign, short }) => (short ? `${campaign} (short)` : campaign));
    return `Of ${commit}, ${(some[0]?.at ?? "").slice(0, 10)}: ${names.join(", ")}.`;
  });
}

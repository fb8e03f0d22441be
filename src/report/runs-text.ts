import { foldJournal, type Progress } from "../core/progress.ts";
import { supersededBy } from "../core/superseded-by.ts";
import type { RunListing } from "../ports/journal-store.ts";
import { foldText } from "./fold-text.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** All runs, one line each, newest first. */
export function runsText(listings: readonly RunListing[], paint: Paint = unpainted): string {
  if (listings.length === 0) return "No runs yet.";
  const all = listings.flatMap(({ entries }) => (entries === undefined ? [] : foldJournal(entries)));
  const rows = listings.map((listing) => rowOf(listing, all));
  const head = ["run", "database", "versions", "state"];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [paint("bold", line(head)), ...rows.map(line), ...listings.flatMap(damageLines)].join("\n");
}

function damageLines({ run, entries, damage = "unreadable" }: RunListing): string[] {
  if (entries !== undefined) return [];
  return ["", ...foldText(`${run}: ${printable(damage)}`, { rest: "  " })];
}

/** So that a row fits a terminal of 80 columns; \`status\` has the whole name. */
function shortened(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 12)}…${name.slice(-11)}`;
}

function rowOf({ run, entries }: RunListing, all: readonly Progress[]): string[] {
  if (entries === undefined) return [run, "?", "?", "journal damaged"];
  const progress = foldJournal(entries);
  const { plan, outcome, turned } = progress;
  const unfinished = turned === undefined ? "not finished" : "not finished, going back";
  return [
    run,
    shortened(printable(plan.source.container)),
    `${plan.engine} ${plan.from} → ${plan.to}`,
    outcome === "target serves" && supersededBy(progress, all) !== undefined
      ? "superseded"
      : (outcome ?? unfinished),
  ];
}

import { foldJournal } from "../core/progress.ts";
import type { RunListing } from "../ports/journal-store.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** All runs, one line each, newest first. */
export function runsText(listings: readonly RunListing[], paint: Paint = unpainted): string {
  if (listings.length === 0) return "No runs yet.";
  const rows = listings.map(rowOf);
  const head = ["run", "database", "versions", "state"];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [paint("bold", line(head)), ...rows.map(line)].join("\n");
}

/** So that a row fits a terminal of 80 columns; \`status\` has the whole name. */
function shortened(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 12)}…${name.slice(-11)}`;
}

function rowOf({ run, entries, damage }: RunListing): string[] {
  if (entries === undefined) return [run, "?", "?", `journal damaged: ${printable(damage ?? "unreadable")}`];
  const progress = foldJournal(entries);
  const { plan, outcome, turned } = progress;
  const unfinished = turned === undefined ? "not finished" : "not finished, going back";
  return [
    run,
    shortened(printable(plan.source.container)),
    `${plan.engine} ${plan.from} → ${plan.to}`,
    outcome ?? unfinished,
  ];
}

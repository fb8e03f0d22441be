import type { JournalEntry } from "../core/journal.ts";
import { foldJournal } from "../core/progress.ts";
import { fenceOf } from "./run-position.ts";

/**
 * How long clients were without a database: from the start of the fence to the end of the pivot, or of the undoing of
 * the fence. Undefined where they never were, or still are.
 */
export function downtimeSeconds(entries: readonly JournalEntry[]): number | undefined {
  const { plan } = foldJournal(entries);
  const fence = fenceOf(plan.steps);
  const pivot = plan.steps.find((step) => step.kind === "pivot");
  const start = entries.find((entry) => entry.type === "step.started" && entry.step === fence?.id);
  const end = entries.findLast(
    (entry) =>
      (entry.type === "step.succeeded" && entry.step === pivot?.id) ||
      (entry.type === "step.compensated" && entry.step === fence?.id),
  );
  if (start === undefined || end === undefined || end.seq < start.seq) return undefined;
  return (Date.parse(end.at) - Date.parse(start.at)) / 1000;
}

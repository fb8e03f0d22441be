import type { JournalEntry, SupersededBy } from "../core/journal.ts";
import { foldJournal, stepProgress, type Progress } from "../core/progress.ts";
import { copies } from "./copies.ts";
import { downtimeSeconds } from "./downtime-seconds.ts";
import { durationText } from "./duration-text.ts";
import { foldText } from "./fold-text.ts";
import { nextLines } from "./next-lines.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { timeText } from "./time-text.ts";
import { whoServes } from "./who-serves.ts";

interface Telling {
  readonly paint?: Paint;
  readonly tail?: string;
  /** What other journals tell. */
  readonly supersededBy?: SupersededBy | undefined;
}

/** What is known of one run from its journal alone: it holds with the container engine down. */
export function statusText(
  entries: readonly JournalEntry[],
  { paint = unpainted, tail = "", supersededBy }: Telling = {},
): string {
  const folded = foldJournal(entries);
  const progress = { ...folded, supersededBy: folded.supersededBy ?? supersededBy };
  const { plan, run } = progress;
  const seconds = downtimeSeconds(entries);
  const container = printable(plan.source.container);
  const heading = `Run ${run} · ${plan.engine} ${plan.from} → ${plan.to} · container ${container}`;
  return [
    ...foldText(heading).map((line) => paint("bold", line)),
    "",
    ...row("State", stateSentence(progress)),
    ...row("Serves", whoServes(progress).sentence),
    ...copies(progress).flatMap((copy) =>
      row("Copy", `${copy.side}, volume ${printable(copy.volume)}: ${copy.proof}`),
    ),
    ...(seconds === undefined ? [] : row("Downtime", durationText(seconds))),
    ...row("Journal", `begun ${timeText(progress.openedAt)}, last entry ${timeText(progress.updatedAt)}`),
    ...nextLines(progress, tail),
  ].join("\n");
}

function row(name: string, text: string): string[] {
  return foldText(text, { first: `  ${name.padEnd(10)}`, rest: " ".repeat(12) });
}

/** One sentence on how far a run is. */
export function stateSentence(progress: Progress): string {
  const { outcome, turned, graph } = progress;
  const { supersededBy } = progress;
  if (outcome === "target serves" && supersededBy !== undefined) {
    return `Finished: superseded by run ${supersededBy.run}; the source is kept until it is retired.`;
  }
  if (outcome === "target serves") {
    return "Finished: the target serves, the source is kept until it is retired.";
  }
  if (outcome !== undefined) return `Finished: ${outcome}.`;
  if (turned !== undefined) return `Not finished: it is going back to the source (${printable(turned)}).`;
  if (graph !== "run") return `Not finished: its ${graph} was begun.`;
  const last = lastStarted(progress);
  return last === undefined ? "Not finished: no step was begun." : `Not finished: ${last}.`;
}

function lastStarted(progress: Progress): string | undefined {
  const step = progress.plan.steps.findLast(({ id }) => stepProgress(progress, id).state !== "pending");
  if (step === undefined) return undefined;
  const { state, error } = stepProgress(progress, step.id);
  const how = { failed: "failed", "in doubt": "was begun", compensating: "was being undone" } as const;
  const verb =
    state === "failed" || state === "in doubt" || state === "compensating" ? how[state] : "is done";
  return `step "${printable(step.title)}" ${verb}${error === undefined ? "" : `: ${printable(error.summary)}`}`;
}

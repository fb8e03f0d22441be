import type { Finding } from "../core/finding.ts";
import type { JournalEntry } from "../core/journal.ts";
import { foldJournal } from "../core/progress.ts";
import { DbshiftError, messageOf } from "../core/errors.ts";
import type { ExitCode } from "../core/exit-codes.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { targetVolume } from "./copies.ts";
import { downtimeSeconds } from "./downtime-seconds.ts";
import { nextActions } from "./next-actions.ts";
import { whoServes, type WhoServes } from "./who-serves.ts";

/** What `--json` prints at the end of a command that drives a run. Its keys are part of the command line. */
export interface ResultJson {
  readonly ok: boolean;
  readonly run: string;
  readonly outcome: DriveResult["kind"];
  readonly serves: WhoServes["side"];
  readonly from: string;
  readonly to: string;
  readonly container: string;
  readonly downtimeSeconds?: number;
  readonly kept?: { readonly container: string; readonly volume: string };
  /** Present where the target serves. `counts`: the content of rows was not verified. */
  readonly rowsVerified?: "content" | "counts";
  readonly findings: readonly Finding[];
  readonly error?: { readonly summary: string; readonly detail: readonly string[] };
  readonly next: readonly string[];
  readonly exit: ExitCode;
}

export function resultJson(
  result: DriveResult,
  entries: readonly JournalEntry[],
  { exit, tail = "" }: { exit: ExitCode; tail?: string },
): ResultJson {
  const progress = foldJournal(entries);
  const { plan, run } = progress;
  const seconds = downtimeSeconds(entries);
  const kept = keptBy(result, entries);
  return {
    ok: exit === 0,
    run,
    outcome: result.kind,
    serves: whoServes(progress).side,
    from: plan.from,
    to: plan.to,
    container: plan.source.container,
    ...(seconds === undefined ? {} : { downtimeSeconds: seconds }),
    ...(kept === undefined ? {} : { kept }),
    ...(result.kind === "target serves" ? { rowsVerified: plan.verify.rows } : {}),
    findings: result.kind === "refused" ? result.findings : plan.findings,
    ...("cause" in result ? { error: errorJson(result.cause) } : {}),
    next: nextActions(progress, tail),
    exit,
  };
}

export function errorJson(cause: unknown): { summary: string; detail: readonly string[] } {
  return { summary: messageOf(cause), detail: cause instanceof DbshiftError ? cause.detail : [] };
}

function keptBy(result: DriveResult, entries: readonly JournalEntry[]): ResultJson["kept"] {
  const progress = foldJournal(entries);
  const { source, target } = progress.plan;
  if (result.kind === "target serves") return { container: target.keptSource, volume: source.volume };
  if (result.kind === "returned") return { container: target.setAsideTarget, volume: targetVolume(progress) };
  return undefined;
}

import type { JournalEntry } from "../core/journal.ts";
import { foldJournal } from "../core/progress.ts";
import { copies, type Copy } from "./copies.ts";
import { downtimeSeconds } from "./downtime-seconds.ts";
import { nextActions } from "./next-actions.ts";
import { stateSentence } from "./status-text.ts";
import { whoServes, type WhoServes } from "./who-serves.ts";

/** What `status --json` and `runs --json` tell of one run. */
export interface StatusJson {
  readonly run: string;
  readonly outcome: string | null;
  readonly state: string;
  readonly serves: WhoServes["side"];
  readonly engine: string;
  readonly from: string;
  readonly to: string;
  readonly container: string;
  readonly copies: readonly Copy[];
  readonly downtimeSeconds?: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly next: readonly string[];
}

export function statusJson(entries: readonly JournalEntry[], tail: string): StatusJson {
  const progress = foldJournal(entries);
  const { plan, run, outcome, openedAt, updatedAt } = progress;
  const seconds = downtimeSeconds(entries);
  return {
    run,
    outcome: outcome ?? null,
    state: stateSentence(progress),
    serves: whoServes(progress).side,
    engine: plan.engine,
    from: plan.from,
    to: plan.to,
    container: plan.source.container,
    copies: copies(progress),
    ...(seconds === undefined ? {} : { downtimeSeconds: seconds }),
    openedAt,
    updatedAt,
    next: nextActions(progress, tail),
  };
}

import type { JournalEntry, SupersededBy } from "../core/journal.ts";
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
  /** The run that went on from this one's target. */
  readonly supersededBy?: string;
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

export function statusJson(
  entries: readonly JournalEntry[],
  tail: string,
  superseding?: SupersededBy,
): StatusJson {
  const folded = foldJournal(entries);
  const { supersededBy = superseding } = folded;
  const progress = { ...folded, supersededBy };
  const { plan, run, outcome, openedAt, updatedAt } = progress;
  const seconds = downtimeSeconds(entries);
  return {
    run,
    outcome: outcome ?? null,
    state: stateSentence(progress),
    serves: whoServes(progress).side,
    ...(supersededBy === undefined ? {} : { supersededBy: supersededBy.run }),
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

import { JournalDamaged, UsageError } from "../core/errors.ts";
import type { JournalEntry, SupersededBy } from "../core/journal.ts";
import { foldJournal, type Progress } from "../core/progress.ts";
import type { JournalStore } from "../ports/journal-store.ts";
import { superseding } from "./superseding.ts";
import { stateSentence } from "../report/status-text.ts";

interface Wish {
  /** The run a person named. */
  readonly run: string | undefined;
  /** The command, for the message. */
  readonly verb: string;
  readonly fits: (progress: Progress, supersededBy: SupersededBy | undefined) => boolean;
  /** Options that belong behind every command that is proposed. */
  readonly tail: string;
}

export interface SelectedRun {
  readonly run: string;
  readonly entries: readonly JournalEntry[];
}

/**
 * The run a command is about: the one named, else the only one that fits.
 *
 * @throws UsageError with the choice, where none fits or more than one does
 */
export async function selectRun(store: JournalStore, { run, verb, fits, tail }: Wish): Promise<SelectedRun> {
  if (run !== undefined) return { run, entries: await store.read(run) };
  const listings = await store.list();
  const whole = listings.flatMap(({ run: name, entries }) =>
    entries === undefined ? [] : [{ run: name, entries }],
  );
  const fitting = whole.filter(({ entries }) => fits(foldJournal(entries), superseding(entries, listings)));
  const [only, another] = fitting;
  // What a damaged journal would say is not known: it may be the run that is meant.
  const damaged = listings.find((listing) => listing.damage !== undefined);
  if (another === undefined && damaged !== undefined) throw damage(damaged.run, damaged.damage ?? "", tail);
  if (only !== undefined && another === undefined) return only;
  throw only === undefined ? none(verb, whole, tail) : ambiguous(verb, fitting, tail);
}

function none(verb: string, others: readonly SelectedRun[], tail: string): UsageError {
  return new UsageError({
    summary: `There is no run to ${verb}`,
    detail: others.length === 0 ? ["There are no runs at all."] : others.slice(0, 10).map(line),
    next: [`dbshift runs${tail}`],
  });
}

function ambiguous(verb: string, fitting: readonly SelectedRun[], tail: string): UsageError {
  return new UsageError({
    summary: `There are ${fitting.length} runs to ${verb}; name the one you mean`,
    detail: fitting.slice(0, 10).map(line),
    next: fitting.slice(0, 3).map(({ run }) => `dbshift ${verb} ${run}${tail}`),
  });
}

function line({ run, entries }: SelectedRun): string {
  const progress = foldJournal(entries);
  return `${run}  ${progress.plan.source.container}  ${stateSentence(progress)}`;
}

function damage(run: string, text: string, tail: string): JournalDamaged {
  return new JournalDamaged({
    summary: `The journal of run ${run} is damaged, so what it did is not known for certain`,
    detail: [text],
    next: [`dbshift status ${run}${tail}`],
  });
}

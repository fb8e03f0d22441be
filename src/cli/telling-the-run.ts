import { DbshiftError, messageOf, Unexpected } from "../core/errors.ts";
import { foldJournal } from "../core/progress.ts";
import type { Journal } from "../ports/journal-store.ts";
import { whoServes } from "../report/who-serves.ts";
import { Interrupted } from "../runner/interruption.ts";

/**
 * Work on a run whose journal is open. What nobody expected says which database serves and what to type all the same.
 *
 * @param tail options that stand behind the command
 */
export async function tellingTheRun<T>(journal: Journal, tail: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DbshiftError || error instanceof Interrupted || journal.entries.length === 0) {
      throw error;
    }
    const progress = foldJournal(journal.entries);
    throw new Unexpected(
      {
        summary: `unexpected: ${messageOf(error)}`,
        detail: [
          `As the journal of run ${progress.run} has it: ${whoServes(progress).sentence}`,
          "Which copies of the data there are, its status says.",
        ],
        next: [`dbshift status ${progress.run}${tail}`],
      },
      error,
    );
  }
}

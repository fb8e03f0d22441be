import type { JournalEntry, SupersededBy } from "../core/journal.ts";
import { foldJournal, type Progress } from "../core/progress.ts";
import { supersededBy } from "../core/superseded-by.ts";
import type { RunListing } from "../ports/journal-store.ts";

/** Which run went on from a run's target, as far as these runs tell. */
export function superseding(
  entries: readonly JournalEntry[],
  listings: readonly RunListing[],
): SupersededBy | undefined {
  return supersededBy(foldJournal(entries), progressOfAll(listings));
}

/** Damaged journals say nothing. */
export function progressOfAll(listings: readonly RunListing[]): readonly Progress[] {
  return listings.flatMap((listing) => (listing.entries === undefined ? [] : foldJournal(listing.entries)));
}

import type { JournalEntry } from "../core/journal.ts";
import { beginsWithWholeLine, noLine, readLine } from "./journal-line.ts";
import { readEntry } from "./journal-schema.ts";

export interface ParsedJournal {
  /** The records up to the first damage. */
  readonly entries: readonly JournalEntry[];
  /** How many bytes they take; what follows is a torn record, or damage. */
  readonly length: number;
  /** The checksum of the last of them. */
  readonly checksum: string;
  readonly damage?: Damage;
}

export interface Damage {
  /** Counted from 1. */
  readonly line: number;
  /** Completes "The record in this line cannot be trusted: …". */
  readonly why: string;
}

const newline = 0x0a;

/**
 * A journal from its bytes. The longest prefix that reads back as it was written is returned in any case.
 *
 * A record is written together with its newline and counts once both are on disk, so a last record without one is what
 * a crash leaves: nothing relied on it yet, and it is left out. Everything else that does not read back is damage.
 */
export function parseJournal(bytes: Uint8Array, run: string): ParsedJournal {
  const entries: JournalEntry[] = [];
  let length = 0;
  let checksum = noLine;
  const upToHere = (why?: string): ParsedJournal => ({
    entries,
    length,
    checksum,
    ...(why === undefined ? {} : { damage: { line: entries.length + 1, why } }),
  });
  for (;;) {
    const end = bytes.indexOf(newline, length);
    if (end === -1) {
      const changed = beginsWithWholeLine(bytes.subarray(length));
      return upToHere(changed ? "it does not end where it was ended" : undefined);
    }
    const line = readLine(bytes.subarray(length, end));
    if (!line.intact) return upToHere(line.why);
    if (line.previous !== checksum) return upToHere("it does not follow the record before it");
    const read = readEntry(line.fields);
    if ("why" in read) return upToHere(read.why);
    const misplaced = whyMisplaced(read.entry, entries.length + 1, run);
    if (misplaced !== undefined) return upToHere(misplaced);
    entries.push(read.entry);
    ({ checksum } = line);
    length = end + 1;
  }
}

function whyMisplaced(entry: JournalEntry, place: number, run: string): string | undefined {
  if (entry.seq !== place) return `it is numbered ${entry.seq} in place ${place}`;
  if ((entry.type === "run.opened") !== (place === 1)) {
    return "a journal begins with run.opened, and has it once";
  }
  if (entry.type === "run.opened" && entry.run !== run) {
    return `it belongs to the run ${JSON.stringify(entry.run)}`;
  }
  return undefined;
}

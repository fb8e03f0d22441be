import type { JournalEntry, JournalRecord } from "../core/journal.ts";

/** The journal of one run, open for appending by its only driver. */
export interface Journal {
  /** Everything so far, appended entries included. */
  readonly entries: readonly JournalEntry[];
  /** Where it is kept, for messages. */
  readonly path: string;
  /** On disk when this returns. */
  append(record: JournalRecord): Promise<JournalEntry>;
  close(): Promise<void>;
}

export interface RunListing {
  readonly run: string;
  /** Absent where the journal is damaged; `damage` then says how. */
  readonly entries?: readonly JournalEntry[];
  readonly damage?: string;
}

/**
 * Where runs are kept. A torn last record (a crash while it was written) is dropped when a journal is read; any other
 * damage throws JournalDamaged, because what follows it cannot be trusted.
 */
export interface JournalStore {
  /** A new run's journal; the directory is private to its owner. Fails where the run exists. */
  create(run: string): Promise<Journal>;
  /** An existing run's journal, for going on with it. */
  open(run: string): Promise<Journal>;
  read(run: string): Promise<readonly JournalEntry[]>;
  /** All runs, newest first, damaged ones included. */
  list(): Promise<readonly RunListing[]>;
}

import type { JournalEntry } from "../core/journal.ts";

/** What happens while a run is under way: every journal entry, and what steps say between them. */
export type RunEvent =
  | JournalEntry
  | { readonly type: "note"; readonly at: string; readonly step: string; readonly text: string }
  | {
      readonly type: "progress";
      readonly at: string;
      readonly step: string;
      readonly done: number;
      /** Absent where the whole is not known. */
      readonly total?: number;
      readonly unit: "bytes" | "tables" | "databases";
    }
  | { readonly type: "interrupt"; readonly at: string; readonly signal: string; readonly text: string };

/** Receives events in order. Must not throw and must not wait: a slow reader never holds up a run. */
export type EventSink = (event: RunEvent) => void;

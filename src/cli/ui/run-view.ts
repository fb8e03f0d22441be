import type { JournalEntry } from "../../core/journal.ts";
import type { Playbook, PlaybookStep } from "../../playbook/playbook.ts";
import type { EventSink } from "../../ports/events.ts";

/** What a person sees of a run while it is under way. */
export interface RunView {
  readonly emit: EventSink;
  /** After the last event. The terminal is a person's again when this resolves. */
  end(): Promise<void>;
}

/** What a view has to know of a run beforehand. */
export interface ViewWish {
  readonly playbook: Playbook;
  /** The steps that are to be done, in order. */
  readonly places: readonly PlaybookStep[];
  /** What is known of the run so far. */
  readonly entries: readonly JournalEntry[];
  readonly quiet: boolean;
}

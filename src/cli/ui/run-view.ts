import type { EventSink } from "../../ports/events.ts";

/** What a person sees of a run while it is under way. */
export interface RunView {
  readonly emit: EventSink;
  /** After the last event. The terminal is a person's again when this resolves. */
  end(): Promise<void>;
}

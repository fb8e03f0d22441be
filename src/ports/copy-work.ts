import type { SafetyCopy } from "../core/safety-copy.ts";
import type { Clock } from "./clock.ts";
import type { Labels, Runtime } from "./runtime.ts";

/** What an engine is given to bring a safety copy back to life on an empty volume. */
export interface CopyWork {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly copy: SafetyCopy;
  /** The copy's file: its directory on the engine's host, and its name there. */
  readonly directory: string;
  readonly name: string;
  /** The image that is to serve it, by id. */
  readonly image: string;
  /** An empty volume. */
  readonly volume: string;
  /** Part of the names of what is made on the way. */
  readonly id: string;
  /** On everything that is made on the way; by them it is removed, also when the work fails. */
  readonly labels: Labels;
  readonly note: (text: string) => void;
}

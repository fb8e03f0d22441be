import type { Interruption } from "../runner/interruption.ts";
import type { Signal } from "../core/drive-result.ts";

export interface SignalWatch {
  /** Resolves when a second signal came and the run has not ended within the grace time. */
  readonly gaveUp: Promise<Signal>;
  stop(): void;
}

const graceMilliseconds = 5000;

/**
 * Turns signals into what a run understands. SIGHUP is taken and dropped: a terminal that goes away does not end a run.
 */
export function watchSignals(
  interruption: Interruption,
  tell: (how: "orderly" | "at once", signal: Signal) => void,
): SignalWatch {
  const { promise: gaveUp, resolve } = Promise.withResolvers<Signal>();
  let grace: NodeJS.Timeout | undefined;
  const receive = (signal: Signal): void => {
    const how = interruption.request(signal);
    tell(how, signal);
    if (how === "at once") grace ??= setTimeout(resolve, graceMilliseconds, interruption.requested ?? signal);
  };
  const ignore = (): void => undefined;
  process.on("SIGINT", receive).on("SIGTERM", receive).on("SIGHUP", ignore);
  return {
    gaveUp,
    stop: () => {
      clearTimeout(grace);
      process.off("SIGINT", receive).off("SIGTERM", receive).off("SIGHUP", ignore);
    },
  };
}

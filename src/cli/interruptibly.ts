import { Interrupted, Interruption } from "../runner/interruption.ts";
import { watchSignals } from "./watch-signals.ts";

/**
 * Does work that leaves nothing behind when its signal ends it: the first SIGINT or SIGTERM asks for that, and `tell` is
 * called; where the work does not end soon after a later one, it is given up on.
 *
 * @throws Interrupted where a signal came
 */
export async function interruptibly<T>(
  work: (signal: AbortSignal) => Promise<T>,
  tell: (how: "orderly" | "at once") => void,
): Promise<T> {
  const interruption = new Interruption();
  const signals = watchSignals(interruption, tell);
  const gaveUp = signals.gaveUp.then((signal) => {
    throw new Interrupted(signal);
  });
  try {
    return await Promise.race([work(interruption.orderly), gaveUp]);
  } finally {
    signals.stop();
  }
}

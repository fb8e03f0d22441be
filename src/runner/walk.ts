import { invariant } from "../core/errors.ts";
import { edgesInto } from "../core/graph.ts";
import { isDone, stepProgress } from "../core/progress.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "./driver.ts";
import { performStep } from "./perform-step.ts";

const tries = 3;
const pauseMilliseconds = 2000;

/**
 * Performs what is not done yet of these steps, each as soon as the steps before it are done, side by side where the
 * graph allows. After a failure nothing new is begun, what runs is told to stop, and all of it is waited for: nothing is
 * still at work when this returns or throws.
 *
 * @throws the first failure, or Interrupted where a person asked for an orderly end
 */
export async function walk(driver: Driver, places: readonly PlaybookStep[]): Promise<void> {
  const { interruption } = driver.ports;
  const halt = new AbortController();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const begin = (place: PlaybookStep): void => {
    const work = retried(driver, place, signalFor(driver, place, halt.signal))
      .catch((error: unknown) => {
        failures.push(error);
        halt.abort(error);
      })
      .finally(() => running.delete(place.id));
    running.set(place.id, work);
  };
  for (;;) {
    const open = failures.length === 0 && !interruption.orderly.aborted;
    const ready = open ? readySteps(driver, places).filter(({ id }) => !running.has(id)) : [];
    ready.forEach(begin);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
  interruption.orderly.throwIfAborted();
  const left = places.filter(({ id }) => !isDone(stepProgress(driver.progress, id)));
  invariant(left.length === 0, `these steps never became ready: ${left.map(({ id }) => id).join(", ")}`);
}

function readySteps(driver: Driver, places: readonly PlaybookStep[]): PlaybookStep[] {
  const done = (id: string): boolean => isDone(stepProgress(driver.progress, id));
  const known = new Set(places.map(({ id }) => id));
  return places.filter(
    (place) => !done(place.id) && edgesInto(place).every((id) => done(id) || !known.has(id)),
  );
}

/** The pivot and what follows it is finished once begun: half of it would serve nobody. */
function signalFor(driver: Driver, { kind }: PlaybookStep, halt: AbortSignal): AbortSignal {
  const { orderly, atOnce } = driver.ports.interruption;
  const mayAbort = kind === "check" || kind === "compensable";
  return mayAbort ? AbortSignal.any([orderly, atOnce, halt]) : atOnce;
}

/** Retryable steps are tried a few times before a run gives up for now; all others once. */
async function retried(driver: Driver, place: PlaybookStep, signal: AbortSignal): Promise<void> {
  for (let left = place.kind === "retryable" ? tries : 1; ; left -= 1) {
    try {
      await performStep(driver, place, signal);
      return;
    } catch (error) {
      if (left === 1 || signal.aborted || driver.ports.lease.lost.aborted) throw error;
      await driver.ports.clock.sleep(pauseMilliseconds, signal);
    }
  }
}

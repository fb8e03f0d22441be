import { stepProgress } from "../core/progress.ts";
import { toRedo } from "../core/undo.ts";
import type { EffectStep } from "../playbook/define-step.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import { compensate } from "./compensate.ts";
import type { Driver } from "./driver.ts";
import { everyOne } from "./every-one.ts";

/**
 * Makes sure of the ground before an interrupted run goes on: every step in doubt is looked at, every effect that has
 * to hold is looked at again, and what is half there is undone, so that it can be made anew.
 */
export async function settle(
  driver: Driver,
  places: readonly PlaybookStep[],
  signal: AbortSignal,
): Promise<void> {
  // They only look, so all of them do at once.
  const redo = await everyOne(
    places.map(async (place) => {
      const { step, id } = place;
      return step.kind !== "check" && (await hasToBeRedone(driver, place, step, signal)) ? [id] : [];
    }),
  );
  const all = toRedo(places, driver.progress, redo.flat());
  // A check that looked at what is made anew has to look again.
  for (const { id, kind } of places) {
    const { state } = stepProgress(driver.progress, id);
    if (all.has(id) && kind === "check" && state === "succeeded") {
      // A check is never started, so no attempt of it is counted.
      await driver.record({ type: "step.compensated", step: id, attempt: 1 });
    }
  }
  const order = places.filter((place) => all.has(place.id)).map((place) => place.id);
  await compensate(driver, order.reverse(), signal, { together: true });
}

async function hasToBeRedone(
  driver: Driver,
  place: PlaybookStep,
  step: EffectStep,
  signal: AbortSignal,
): Promise<boolean> {
  const { state, attempts } = stepProgress(driver.progress, place.id);
  if (state === "compensating") return true;
  // The target may serve by now: what it stands on is no longer made anew, whatever is found of it.
  if (step.kind === "compensable" && pivotHasBegun(driver)) return false;
  const look = async () => step.probe(driver.context(place, Math.max(attempts, 1), signal));
  if (state === "in doubt" || state === "failed") {
    if (step.redoWhenInDoubt === true) return true;
    const found = await look();
    if (found.state === "present") {
      const output = step.output.parse(found.output);
      await driver.record({ type: "step.succeeded", step: place.id, attempt: attempts, output });
    }
    return found.state === "partial" && step.kind === "compensable";
  }
  if (state !== "succeeded" || step.holds !== true || isReleased(driver, place)) return false;
  return (await look()).state !== "present";
}

const pivotHasBegun = ({ playbook, progress }: Driver): boolean =>
  playbook.steps.some(({ id, kind }) => kind === "pivot" && stepProgress(progress, id).state !== "pending");

function isReleased(driver: Driver, held: PlaybookStep): boolean {
  return driver.playbook.steps.some(
    ({ id, step }) =>
      step.kind !== "check" &&
      step.releases?.includes(held.use) === true &&
      stepProgress(driver.progress, id).state !== "pending",
  );
}

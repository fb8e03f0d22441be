import { messageOf } from "../core/errors.ts";
import { stepProgress } from "../core/progress.ts";
import type { Json } from "../core/plan.ts";
import type { CompensableStep } from "../playbook/define-step.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "./driver.ts";

const tries = 3;
const pauseMilliseconds = 2000;

interface Undoing {
  /** All are announced before the first is undone, so that after a death in between none of them passes for done. */
  readonly together?: boolean;
}

/**
 * Undoes the given steps one after another, each recorded before and after. Each is tried a few times, because a
 * rollback that gives up leaves a person at work; what remains undone after that is thrown.
 */
export async function compensate(
  driver: Driver,
  ids: readonly string[],
  signal: AbortSignal,
  { together = false }: Undoing = {},
): Promise<void> {
  const places = ids.flatMap((id) => {
    const place = driver.playbook.steps.find((each) => each.id === id);
    return place?.step.kind === "compensable" ? [{ place, step: place.step }] : [];
  });
  if (together) for (const { place } of places) await announce(driver, place);
  for (const { place, step } of places) {
    if (!together) await announce(driver, place);
    await undo(driver, place, step, signal);
  }
}

async function announce(driver: Driver, { id }: PlaybookStep): Promise<void> {
  const { attempts: attempt } = stepProgress(driver.progress, id);
  await driver.record({ type: "step.compensating", step: id, attempt });
}

async function undo(
  driver: Driver,
  place: PlaybookStep,
  step: CompensableStep<Json>,
  signal: AbortSignal,
): Promise<void> {
  const { attempts: attempt, output } = stepProgress(driver.progress, place.id);
  const context = driver.context(place, attempt, signal);
  for (let left = tries; ; left -= 1) {
    try {
      await step.compensate(context, output === undefined ? undefined : step.output.parse(output));
      break;
    } catch (error) {
      if (left === 1 || signal.aborted) throw error;
      context.note(`not undone yet: ${messageOf(error)}; trying again`);
      await driver.ports.clock.sleep(pauseMilliseconds, signal);
    }
  }
  await driver.record({ type: "step.compensated", step: place.id, attempt });
}

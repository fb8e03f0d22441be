import { messageOf } from "../core/errors.ts";
import { stepProgress } from "../core/progress.ts";
import type { Json } from "../core/plan.ts";
import type { CompensableStep } from "../playbook/define-step.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "./driver.ts";

const tries = 3;
const pauseMilliseconds = 2000;

/**
 * Undoes the given steps one after another, each recorded before and after. Each is tried a few times, because a
 * rollback that gives up leaves a person at work; what remains undone after that is thrown.
 */
export async function compensate(driver: Driver, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (const id of ids) {
    const place = driver.playbook.steps.find((step) => step.id === id);
    if (place?.step.kind !== "compensable") continue;
    await undo(driver, place, place.step, signal);
  }
}

async function undo(
  driver: Driver,
  place: PlaybookStep,
  step: CompensableStep<Json>,
  signal: AbortSignal,
): Promise<void> {
  const { attempts: attempt, output } = stepProgress(driver.progress, place.id);
  await driver.record({ type: "step.compensating", step: place.id, attempt });
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

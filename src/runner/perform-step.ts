import { DbshiftError, DeadlinePassed, messageOf, Refused } from "../core/errors.ts";
import { blockersOf } from "../core/finding.ts";
import type { RecordedError } from "../core/journal.ts";
import { stepProgress } from "../core/progress.ts";
import type { CheckStep, EffectStep } from "../playbook/define-step.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "./driver.ts";

/** A verification found the target wrong. Its findings are blockers, but the source has been fenced by then. */
export class VerificationFailed extends Refused {}

/**
 * Carries out one step that is not done yet, and records it. The record that announces an effect is on disk before the
 * effect begins.
 *
 * @throws what the step threw, recorded as failed; Refused where a check found a blocker
 */
export async function performStep(driver: Driver, place: PlaybookStep, signal: AbortSignal): Promise<void> {
  const { step } = place;
  signal.throwIfAborted();
  driver.ports.lease.assertHeld();
  await (step.kind === "check"
    ? performCheck(driver, place, step, signal)
    : performEffect(driver, place, step, signal));
}

async function performCheck(
  driver: Driver,
  place: PlaybookStep,
  step: CheckStep,
  signal: AbortSignal,
): Promise<void> {
  const findings = await step.check(driver.context(place, 1, signal));
  const blockers = blockersOf(findings);
  if (blockers.length > 0 && place.verifies) {
    throw new VerificationFailed(findings, {
      summary: `The target is not equal to the source: ${String(blockers.length)} ${blockers.length === 1 ? "difference" : "differences"}`,
      detail: blockers.map((finding) => finding.summary),
    });
  }
  if (blockers.length > 0) throw Refused.because(findings);
  await driver.record({ type: "check.passed", step: place.id, findings });
}

async function performEffect(
  driver: Driver,
  place: PlaybookStep,
  step: EffectStep,
  signal: AbortSignal,
): Promise<void> {
  const before = stepProgress(driver.progress, place.id);
  if (before.attempts === 0 && step.neverAdopted !== true) {
    const found = await step.probe(driver.context(place, 1, signal));
    if (found.state === "present") {
      await driver.record({ type: "step.adopted", step: place.id, output: step.output.parse(found.output) });
      return;
    }
  }
  const attempt = before.attempts + 1;
  await driver.record({ type: "step.started", step: place.id, attempt });
  try {
    const output = await withDeadline(step, signal, (limited) =>
      step.apply(driver.context(place, attempt, limited)),
    );
    await driver.record({
      type: "step.succeeded",
      step: place.id,
      attempt,
      output: step.output.parse(output),
    });
  } catch (error) {
    // Where the journal itself cannot be written the step stays in doubt, which is what it is.
    if (!driver.ports.lease.lost.aborted) {
      await driver.record({ type: "step.failed", step: place.id, attempt, error: recordedError(error) });
    }
    throw error;
  }
}

/** The step is told when its time is over, and waited for: abandoned work would go on against a rollback. */
async function withDeadline<T>(
  step: EffectStep,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new DeadlinePassed(step.title, step.seconds));
  }, step.seconds * 1000);
  try {
    return await work(AbortSignal.any([signal, deadline.signal]));
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function recordedError(error: unknown): RecordedError {
  return { summary: messageOf(error), detail: error instanceof DbshiftError ? [...error.detail] : [] };
}

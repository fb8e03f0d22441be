import { Refused, StepError } from "../core/errors.ts";
import { awaitServing } from "../playbook/await-serving.ts";
import { label } from "../ports/runtime.ts";
import type { Driver } from "./driver.ts";
import { VerificationFailed } from "./perform-step.ts";
import { pivotPassed } from "./pivot.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { recreateSource } from "./recreate-source.ts";
import { runBack } from "./run-back.ts";
import { settle } from "./settle.ts";
import { walk } from "./walk.ts";

const readySeconds = 600;

/**
 * Drives a run towards its target: from the first step, or from wherever its journal says it was left. Before the pivot
 * every failure leads back to the source; after it the run stops where it is and only goes forward.
 */
export async function runForward(driver: Driver): Promise<DriveResult> {
  const { interruption } = driver.ports;
  const places = driver.playbook.steps.filter((step) => step.phase !== "retire");
  try {
    await recreateSource(driver);
    await settle(driver, places, AbortSignal.any([interruption.orderly, interruption.atOnce]));
    await walk(driver, places);
  } catch (error) {
    return turn(driver, error);
  }
  try {
    await observeTarget(driver);
  } catch (error) {
    return { kind: "stopped", cause: error, signal: interruption.requested, pastPivot: true };
  }
  await driver.record({ type: "run.closed", outcome: "target serves" });
  return { kind: "target serves" };
}

async function turn(driver: Driver, error: unknown): Promise<DriveResult> {
  const { interruption, lease } = driver.ports;
  const signal = interruption.requested;
  if (interruption.atOnce.aborted || lease.lost.aborted) {
    return { kind: "stopped", cause: error, signal, pastPivot: undefined };
  }
  const past = await pivotPassed(driver).catch(() => undefined);
  if (past !== false) return { kind: "stopped", cause: error, signal, pastPivot: past };
  const refused = error instanceof Refused && !(error instanceof VerificationFailed);
  return runBack(driver, error, refused ? error.findings : undefined);
}

async function observeTarget(driver: Driver): Promise<void> {
  const { runtime } = driver.ports;
  const { plan, run } = driver.progress;
  const container = await runtime.findContainer(plan.source.container);
  if (container?.labels[label.run] !== run) {
    throw new StepError({
      summary: `Container "${plan.source.container}" is not the one this run left serving`,
      detail: [
        "Somebody removed or replaced it since the switch, so what serves there now is not known to be the target.",
      ],
    });
  }
  // A host that was restarted after the pivot may have left it stopped.
  await runtime.start(container.id);
  const within = { identity: undefined, seconds: readySeconds };
  await awaitServing(driver.ports, container.id, within, driver.ports.interruption.atOnce);
}

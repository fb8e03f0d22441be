import { messageOf } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import { stepProgress } from "../core/progress.ts";
import { toCompensate } from "../core/undo.ts";
import { awaitServing } from "../playbook/await-serving.ts";
import { compensate } from "./compensate.ts";
import type { Driver } from "./driver.ts";
import { recreateSource } from "./recreate-source.ts";
import { sweepLeftovers } from "./sweep-leftovers.ts";
import type { DriveResult } from "../core/drive-result.ts";

const readySeconds = 600;

/**
 * Undoes a run that has not passed its pivot, then looks whether the source answers. The turn itself is recorded first,
 * so that a resume after a crash goes on undoing.
 */
export async function runBack(
  driver: Driver,
  cause: unknown,
  refusal?: readonly Finding[],
): Promise<DriveResult> {
  const { interruption, lease } = driver.ports;
  try {
    if (driver.progress.turned === undefined) {
      await driver.record({ type: "run.turned", reason: messageOf(cause) });
    }
    await recreateSource(driver);
    const steps = driver.playbook.steps;
    await compensate(driver, toCompensate(steps, driver.progress), interruption.atOnce);
    await sweepLeftovers(driver.ports.runtime, driver.progress.run);
    const { containerId, identity } = driver.progress.plan.source;
    // Where its host was restarted while its restart policy was off, nobody else starts it.
    if (cutoverBegun(driver)) await driver.ports.runtime.start(containerId);
    await awaitServing(driver.ports, containerId, { identity, seconds: readySeconds }, interruption.atOnce);
    await driver.record({ type: "run.closed", outcome: refusal === undefined ? "rolled back" : "refused" });
  } catch (error) {
    if (lease.lost.aborted || interruption.atOnce.aborted) {
      return { kind: "stopped", cause, signal: interruption.requested, pastPivot: false };
    }
    return { kind: "stopped", cause: error, signal: interruption.requested, pastPivot: false };
  }
  if (refusal !== undefined) return { kind: "refused", findings: refusal };
  return { kind: "rolled back", cause, signal: interruption.requested };
}

/** Before that nothing of the source was touched: who stopped it then wanted it so. */
function cutoverBegun({ playbook, progress }: Driver): boolean {
  return playbook.steps.some(
    ({ id, phase, kind }) =>
      phase === "cutover" && kind !== "check" && stepProgress(progress, id).attempts > 0,
  );
}

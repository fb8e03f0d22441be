import type { Plan } from "../core/plan.ts";
import { printable } from "../report/printable.ts";
import { pinTarget } from "../runner/pin-target.ts";
import { tryPlan, type Tried } from "../runner/try-plan.ts";
import { interruptibly } from "./interruptibly.ts";
import type { Output } from "./output.ts";
import type { Prepared } from "./prepare-plan.ts";
import { runId } from "./run-id.ts";
import { systemClock } from "./system-clock.ts";

/**
 * Tries for a plan what looking cannot tell, and adds what was found to it.
 *
 * @throws Interrupted where a signal came; what was made to try is gone by then
 */
export async function tryDeeply(
  { plan, playbook, parts, docker }: Prepared,
  output: Output,
): Promise<{ readonly plan: Plan; readonly tried: Tried }> {
  const tell = (how: "orderly" | "at once"): void => {
    output.insist(how === "orderly" ? "interrupted: removing what was made to try" : "stopping at once");
  };
  const ports = {
    runtime: docker.runtime,
    engine: parts.engine,
    playbook,
    clock: systemClock,
    say: (text: string) => {
      output.say(printable(text));
    },
  };
  const id = `plan-${runId(systemClock.now())}`;
  const tried = await interruptibly((signal) => tryPlan({ ...ports, signal }, plan, id), tell);
  // What was tried is what is planned: it is here now.
  const pin = await pinTarget(docker.runtime, plan.target.image, { askRegistry: false });
  const target = pin.imageId === null ? plan.target : { ...plan.target, ...pin };
  return { plan: { ...plan, target, findings: [...plan.findings, ...tried.findings] }, tried };
}

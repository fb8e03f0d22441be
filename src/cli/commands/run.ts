import type { ExitCode } from "../../core/exit-codes.ts";
import { isInteractive } from "../interactive.ts";
import type { PlanOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { preparePlan } from "../prepare-plan.ts";
import { propose } from "../propose.ts";
import { showPlan } from "../show-plan.ts";
import { takeRequest } from "../take-request.ts";
import { consentMissing } from "../terminal-prompter.ts";
import { commandFor, type EngineWords } from "./plan.ts";

/** The guided upgrade: find out, show the plan, ask, run. */
export async function run(
  { engine, words }: EngineWords,
  options: PlanOptions,
  output: Output,
): Promise<ExitCode> {
  const { pair, container } = takeRequest(words, options.to, output);
  const wanted = { engine, pair, container };
  if (options.dryRun === true) {
    const prepared = await preparePlan(wanted, options, output);
    return showPlan(prepared, { next: commandFor(prepared.plan, options) }, output);
  }
  if (options.yes !== true && !isInteractive(output)) throw consentMissing();
  return propose(await preparePlan(wanted, options, output), options, output);
}

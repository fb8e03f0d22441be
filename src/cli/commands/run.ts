import type { ExitCode } from "../../core/exit-codes.ts";
import { commandFor } from "../command-for.ts";
import { isInteractive } from "../interactive.ts";
import type { PlanOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { preparePlan } from "../prepare-plan.ts";
import { propose } from "../propose.ts";
import { showPlan } from "../show-plan.ts";
import { takeRequest } from "../take-request.ts";
import { consentMissing } from "../terminal-prompter.ts";
import { commandOf, type EngineWords } from "./plan.ts";

/** The guided upgrade: find out, show the plan, ask, run. */
export async function run(
  { engine, words }: EngineWords,
  options: PlanOptions,
  output: Output,
): Promise<ExitCode> {
  const { pair, container } = takeRequest({ engine, words }, options.to, output);
  const manner = options.dryRun === true ? "--dry-run" : "--yes";
  const typed = (name: string): string =>
    `${commandFor({ verb: engine, pair, container: name }, options)} ${manner}`;
  const wanted = { engine, pair, container, typed };
  if (options.dryRun === true) {
    const prepared = await preparePlan(wanted, options, output);
    return showPlan(prepared, { next: commandOf(prepared.plan, options) }, output);
  }
  // Without a container there is more to say than that nobody said yes: which ones there are.
  const nobody = container !== undefined && !isInteractive(output);
  if (options.yes !== true && nobody) throw consentMissing([typed(container)]);
  return propose(await preparePlan(wanted, options, output), options, output);
}

import { Refused } from "../../core/errors.ts";
import type { ExitCode } from "../../core/exit-codes.ts";
import { shellWord } from "../../core/shell-word.ts";
import { moveLines } from "../../report/move-lines.ts";
import { planMoves } from "../../report/plan-moves.ts";
import { readPlanFile } from "../../store/read-plan-file.ts";
import { isInteractive } from "../interactive.ts";
import { commandTail, type ApplyOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { identityDrift } from "../plan-drift.ts";
import { preparePlanned } from "../prepare-planned.ts";
import { propose } from "../propose.ts";
import { showPlan } from "../show-plan.ts";
import { consentMissing } from "../terminal-prompter.ts";

/**
 * Carries out a plan that was kept in a file: looks again, and runs exactly that plan, or refuses with what is no longer
 * as it says.
 *
 * @throws UsageError where the file holds no plan
 */
export async function apply(file: string, options: ApplyOptions, output: Output): Promise<ExitCode> {
  const kept = await readPlanFile(file);
  const asked = options.dryRun === true || options.yes === true || isInteractive(output);
  if (!asked) throw consentMissing([`dbshift apply ${shellWord(file)} --yes${commandTail(options)}`]);
  const prepared = await preparePlanned({ file, plan: kept }, options, output);
  const drift = identityDrift(kept, prepared.plan);
  if (drift.length > 0) throw Refused.because(drift);
  const remarks = moveLines(planMoves(kept, prepared.plan));
  if (options.dryRun !== true) return propose(prepared, options, output, remarks);
  const next = `dbshift apply ${shellWord(file)}${commandTail(options)}`;
  return showPlan(prepared, { next, remarks }, output);
}

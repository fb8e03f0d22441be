import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { blockersOf } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import { findingLines } from "../report/finding-lines.ts";
import { planText } from "../report/plan-text.ts";
import { carryOut } from "./carry-out.ts";
import { isInteractive } from "./interactive.ts";
import type { DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
import type { Prepared } from "./prepare-plan.ts";
import { terminalPrompter } from "./terminal-prompter.ts";

/** Shows a plan, asks whether to carry it out, and does. `remarks` stand below it, above the question. */
export async function propose(
  prepared: Prepared,
  options: DriveOptions,
  output: Output,
  remarks: readonly string[] = [],
): Promise<ExitCode> {
  const { plan, parts } = prepared;
  output.say(planText(plan, parts.engine.title, output.paint));
  if (remarks.length > 0) output.say(["", ...remarks].join("\n"));
  if (blockersOf(plan.findings).length > 0) return refuse(plan, output);
  if (!(await consented(plan, options, output))) return declined(output);
  return carryOut(prepared, options, output);
}

function refuse({ findings }: Plan, output: Output): ExitCode {
  const blockers = blockersOf(findings);
  // The plan that was shown holds them already; where it was not shown they are said here.
  if (output.quiet) output.insist(findingLines(blockers, output.paint).join("\n"));
  output.insist("\nRefused: what is marked ✗ stands in the way. Nothing was changed.");
  const exit = exitCodes.refused;
  output.printJson({ ok: false, outcome: "refused", findings, next: [], exit });
  return exit;
}

async function consented(
  { source, from, to }: Plan,
  options: DriveOptions,
  output: Output,
): Promise<boolean> {
  if (options.yes === true) return true;
  const prompter = terminalPrompter(isInteractive(output));
  output.insist("");
  return prompter.confirm(`Upgrade ${source.container} from ${from} to ${to} now?`);
}

function declined(output: Output): ExitCode {
  output.insist("Nothing was changed.");
  return exitCodes.usage;
}

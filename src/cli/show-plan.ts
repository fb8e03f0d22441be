import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { blockersOf } from "../core/finding.ts";
import { foldText } from "../report/fold-text.ts";
import { planText } from "../report/plan-text.ts";
import { printable } from "../report/printable.ts";
import type { Tried } from "../runner/try-plan.ts";
import type { Output } from "./output.ts";
import type { Prepared } from "./prepare-plan.ts";

interface Manner {
  /** The command that carries the plan out. */
  readonly next: string;
  /** Where the plan is to be kept. */
  readonly file?: string | undefined;
  /** Stand below the plan. */
  readonly remarks?: readonly string[];
  /** What was tried for it. */
  readonly tried?: Tried | undefined;
}

/**
 * The plan as the result of a command. One that something stands in the way of is not kept: it could not be applied.
 *
 * @throws UsageError where it cannot be kept in the file
 */
export async function showPlan(
  { plan, parts }: Prepared,
  { next, file, remarks = [], tried }: Manner,
  output: Output,
): Promise<ExitCode> {
  const refused = blockersOf(plan.findings).length > 0;
  const kept = refused ? undefined : file;
  if (kept !== undefined) {
    const { writePlanFile } = await import("../store/write-plan-file.ts");
    await writePlanFile(kept, plan);
  }
  const exit = refused ? exitCodes.refused : exitCodes.done;
  output.print(
    [
      planText(plan, parts.engine.title, output.paintResults),
      ...(remarks.length === 0 ? [] : ["", ...remarks]),
      "",
      ...trial(tried),
      "Nothing was changed.",
      ...(kept === undefined ? [] : foldText(`The plan is kept in ${printable(kept)}.`)),
      ...(refused ? refusal(file) : ["To carry it out:", `    ${printable(next)}`]),
    ].join("\n"),
  );
  output.printJson({
    ok: !refused,
    outcome: "planned",
    plan,
    ...(kept === undefined ? {} : { file: kept }),
    ...(tried === undefined ? {} : { tried: tried.checks }),
    findings: plan.findings,
    next: refused ? [] : [next],
    exit,
  });
  return exit;
}

/** What was made to find out, so that "nothing" is not said of more than is true. */
function trial(tried: Tried | undefined): string[] {
  if (tried === undefined) return [];
  const named = (titles: readonly string[]): string => titles.map((title) => `"${title}"`).join(", ");
  const checks =
    tried.checks.length === 0
      ? "Nothing could be tried."
      : `Tried in scratch containers, which are gone again: ${named(tried.checks)}.`;
  const made = tried.made.length === 0 ? "" : ` Done beforehand, for the run as well: ${named(tried.made)}.`;
  return foldText(checks + made);
}

function refusal(file: string | undefined): string[] {
  const notKept = file === undefined ? "" : ` The plan is not kept: ${printable(file)} was not written.`;
  return foldText(`What is marked ✗ stands in the way.${notKept}`);
}

import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { blockersOf } from "../core/finding.ts";
import { foldText } from "../report/fold-text.ts";
import { planText } from "../report/plan-text.ts";
import { printable } from "../report/printable.ts";
import type { Output } from "./output.ts";
import type { Prepared } from "./prepare-plan.ts";

interface Manner {
  /** The command that carries the plan out. */
  readonly next: string;
  /** Where the plan is to be kept. */
  readonly file?: string | undefined;
  /** Stand below the plan. */
  readonly remarks?: readonly string[];
}

/**
 * The plan as the result of a command. One that something stands in the way of is not kept: it could not be applied.
 *
 * @throws UsageError where it cannot be kept in the file
 */
export async function showPlan(
  { plan, parts }: Prepared,
  { next, file, remarks = [] }: Manner,
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
    findings: plan.findings,
    next: refused ? [] : [next],
    exit,
  });
  return exit;
}

function refusal(file: string | undefined): string[] {
  const notKept = file === undefined ? "" : ` The plan is not kept: ${printable(file)} was not written.`;
  return foldText(`What is marked ✗ stands in the way.${notKept}`);
}

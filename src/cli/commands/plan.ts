import { blockersOf } from "../../core/finding.ts";
import type { Plan } from "../../core/plan.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { planText } from "../../report/plan-text.ts";
import { commandTail, type PlanOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { preparePlan, type Prepared } from "../prepare-plan.ts";
import { takeRequest } from "../take-request.ts";

export interface EngineWords {
  readonly engine: string;
  readonly words: readonly string[];
}

/** Looks and shows what an upgrade would do; changes nothing. */
export async function plan(
  { engine, words }: EngineWords,
  options: PlanOptions,
  output: Output,
): Promise<ExitCode> {
  const { pair, container } = takeRequest(words, options.to, output);
  return showPlan(await preparePlan({ engine, pair, container }, options, output), options, output);
}

/** The plan as the result of a command. */
export function showPlan({ plan: made, parts }: Prepared, options: PlanOptions, output: Output): ExitCode {
  const refused = blockersOf(made.findings).length > 0;
  const exit = refused ? exitCodes.refused : exitCodes.done;
  const next = refused ? [] : [commandFor(made, options)];
  output.print(
    [
      planText(made, parts.engine.title, output.paintResults),
      "",
      "Nothing was changed.",
      ...(refused ? ["What is marked ✗ stands in the way."] : ["To carry it out:"]),
      ...next.map((command) => `    ${command}`),
    ].join("\n"),
  );
  output.printJson({ ok: !refused, outcome: "planned", plan: made, findings: made.findings, next, exit });
  return exit;
}

function commandFor({ engine, from, to, source }: Plan, options: PlanOptions): string {
  const image = options.toImage === undefined ? "" : ` --to-image ${options.toImage}`;
  const strategy = options.strategy === undefined ? "" : ` --strategy ${options.strategy}`;
  return `dbshift ${engine} ${from}..${to} ${source.container}${image}${strategy}${commandTail(options)}`;
}

import type { Plan } from "../../core/plan.ts";
import type { ExitCode } from "../../core/exit-codes.ts";
import { shellWord } from "../../core/shell-word.ts";
import { commandFor } from "../command-for.ts";
import { commandTail, type PlanOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { preparePlan } from "../prepare-plan.ts";
import { showPlan } from "../show-plan.ts";
import { tryDeeply } from "../try-deeply.ts";
import { takeRequest } from "../take-request.ts";

export interface EngineWords {
  readonly engine: string;
  readonly words: readonly string[];
}

/** Looks and shows what an upgrade would do, and keeps the plan where a file was named; changes nothing. */
export async function plan(
  { engine, words }: EngineWords,
  options: PlanOptions,
  output: Output,
): Promise<ExitCode> {
  const { pair, container } = takeRequest({ engine, words }, options.to, output);
  const kept = options.output === undefined ? "" : ` --output ${shellWord(options.output)}`;
  const deeply = options.deep === true ? " --deep" : "";
  const typed = (name: string): string =>
    commandFor({ verb: `plan ${engine}`, pair, container: name }, options) + deeply + kept;
  const looked = await preparePlan({ engine, pair, container, typed }, options, output);
  const deep = options.deep === true ? await tryDeeply(looked, output) : undefined;
  const prepared = { ...looked, plan: deep?.plan ?? looked.plan };
  const { output: file } = options;
  const next =
    file === undefined
      ? commandOf(prepared.plan, options)
      : `dbshift apply ${shellWord(file)}${commandTail(options)}`;
  return showPlan(prepared, { next, file, tried: deep?.tried }, output);
}

/** The command that makes this plan anew and carries it out. */
export function commandOf({ engine, from, to, source: { container } }: Plan, options: PlanOptions): string {
  return commandFor({ verb: engine, pair: { from, to }, container }, options);
}

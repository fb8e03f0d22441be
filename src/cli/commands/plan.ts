import type { Plan } from "../../core/plan.ts";
import type { ExitCode } from "../../core/exit-codes.ts";
import { commandTail, shellWord, type PlanOptions } from "../options.ts";
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
  const { pair, container } = takeRequest(words, options.to, output);
  const looked = await preparePlan({ engine, pair, container }, options, output);
  const deep = options.deep === true ? await tryDeeply(looked, output) : undefined;
  const prepared = { ...looked, plan: deep?.plan ?? looked.plan };
  const { output: file } = options;
  const next =
    file === undefined
      ? commandFor(prepared.plan, options)
      : `dbshift apply ${shellWord(file)}${commandTail(options)}`;
  return showPlan(prepared, { next, file, tried: deep?.tried }, output);
}

/** The command that makes this plan anew and carries it out. */
export function commandFor({ engine, from, to, source }: Plan, options: PlanOptions): string {
  const given = {
    "--to-image": options.toImage,
    "--strategy": options.strategy,
    "--playbook": options.playbook,
    "--backup": options.backup,
  };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [name, shellWord(value)],
  );
  return [`dbshift ${engine} ${from}..${to} ${source.container}`, ...words].join(" ") + commandTail(options);
}

import { resolve } from "node:path";
import type { Pair } from "../core/pair.ts";
import { shellWord } from "../core/shell-word.ts";
import { commandTail, type PlanOptions } from "./options.ts";

interface Command {
  /** What stands before the pair, e.g. `plan postgres`. */
  readonly verb: string;
  readonly pair: Pair;
  readonly container: string;
}

/** A command that makes a plan, as a person types it in any directory: with the options that decide what the plan is. */
export function commandFor(command: Command, options: PlanOptions): string {
  return ["dbshift", ...commandWords(command, options).map(shellWord)].join(" ") + commandTail(options);
}

/** The same as words, without `dbshift` and what decides which runs and which engine are meant. */
export function commandWords({ verb, pair, container }: Command, options: PlanOptions): readonly string[] {
  const { from, to } = pair;
  const first = from === undefined ? [] : [`${from}..${to}`];
  const given = {
    "--to": from === undefined ? to : undefined,
    "--to-image": options.toImage,
    "--strategy": options.strategy,
    "--playbook": inAnyDirectory(options.playbook),
    "--backup": inAnyDirectory(options.backup),
    "--verify": options.verify,
    "--jobs": options.jobs?.toString(),
  };
  const words = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  const labels = Object.entries(options.label ?? {}).flatMap(([key, value]) => [
    "--label",
    `${key}=${value}`,
  ]);
  return [...verb.split(" "), ...first, container, ...words, ...labels];
}

function inAnyDirectory(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

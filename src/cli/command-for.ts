import type { Pair } from "../core/pair.ts";
import { shellWord } from "../core/shell-word.ts";
import { commandTail, type PlanOptions } from "./options.ts";

interface Command {
  /** What stands before the pair, e.g. `plan postgres`. */
  readonly verb: string;
  readonly pair: Pair;
  readonly container: string;
}

/** A command that makes a plan, as a person types it: with the options that decide what the plan is. */
export function commandFor({ verb, pair, container }: Command, options: PlanOptions): string {
  const { from, to } = pair;
  const given = {
    "--to": from === undefined ? to : undefined,
    "--to-image": options.toImage,
    "--strategy": options.strategy,
    "--playbook": options.playbook,
    "--backup": options.backup,
  };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [name, shellWord(value)],
  );
  const first = from === undefined ? [] : [`${from}..${to}`];
  return ["dbshift", verb, ...first, shellWord(container), ...words].join(" ") + commandTail(options);
}

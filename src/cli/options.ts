import { resolve } from "node:path";
import { shellWord } from "../core/shell-word.ts";

/** Options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly stateDir?: string;
  readonly context?: string;
}

/** Options of a command that drives a run. */
export interface DriveOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly events?: boolean;
}

/** Options of a command that makes a plan. */
export interface PlanOptions extends DriveOptions {
  readonly playbook?: string;
  readonly to?: string;
  readonly toImage?: string;
  readonly strategy?: string;
  readonly backup?: string;
  readonly verify?: "content" | "counts";
  readonly jobs?: number;
  readonly dryRun?: boolean;
  readonly label?: Readonly<Record<string, string>>;
  readonly deep?: boolean;
  /** The file a plan is kept in. */
  readonly output?: string;
}

/** Options of `apply`. */
export interface ApplyOptions extends DriveOptions {
  readonly dryRun?: boolean;
}

export interface DoctorOptions extends CommonOptions {
  readonly label?: Readonly<Record<string, string>>;
}

/** Options of `playbook show`. */
export interface ShowOptions extends CommonOptions {
  readonly playbook?: string;
}

export interface RetireOptions extends DriveOptions {
  readonly archive?: string;
}

/** Options of `playbook graph`. */
export interface GraphOptions extends ShowOptions {
  readonly format: "mermaid" | "dot";
}

export interface RollbackOptions extends DriveOptions {
  readonly discardWrites?: boolean;
}

/** Options of `restore`. */
export interface RestoreOptions extends CommonOptions {
  readonly name?: string;
  readonly image?: string;
  readonly publish?: string;
  readonly label?: Readonly<Record<string, string>>;
}

/** Options of `copies prune`. */
export interface PruneOptions extends CommonOptions {
  readonly keep: string;
  readonly days?: string;
  readonly yes?: boolean;
}

/** The options a later command needs too, so that it finds the same runs and the same daemon from any directory. */
export function commandTail({ stateDir, context }: Pick<CommonOptions, "stateDir" | "context">): string {
  const given = { "--state-dir": stateDir && resolve(stateDir), "--context": context };
  return Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name} ${shellWord(value)}`]))
    .join("");
}

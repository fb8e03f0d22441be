import { isAbsolute, join, resolve } from "node:path";
import { UsageError } from "../core/errors.ts";

/** What decides where dbshift keeps its runs. */
export interface StateDirectoryInput {
  /** `--state-dir`, where it was given. */
  readonly option: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * The directory that holds the runs: the option, else `dbshift` in the user's state directory as the XDG base directory
 * specification has it, which says that a relative XDG_STATE_HOME is to be ignored.
 */
export function stateDirectory({ option, env, cwd }: StateDirectoryInput): string {
  if (option === "") throw homeless("--state-dir is empty.");
  if (option !== undefined) return resolve(cwd, option);
  const { XDG_STATE_HOME: state = "", HOME: home = "" } = env;
  if (isAbsolute(state)) return join(state, "dbshift");
  if (isAbsolute(home)) return join(home, ".local", "state", "dbshift");
  throw homeless("The variable HOME names no absolute path.");
}

function homeless(reason: string): UsageError {
  return new UsageError({
    summary: "There is no place to keep the journal",
    detail: [reason, "Give one with --state-dir; nothing is done without a journal."],
  });
}

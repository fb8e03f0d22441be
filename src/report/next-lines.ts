import type { Progress } from "../core/progress.ts";
import { nextActions } from "./next-actions.ts";
import { runPosition } from "./run-position.ts";

/** What to type next, for a person: each command with what it does. */
export function nextLines(progress: Progress, tail: string): readonly string[] {
  const commands = nextActions(progress, tail);
  if (commands.length === 0) return [];
  const width = Math.max(...commands.map((command) => command.length));
  const lines = commands.map((command) => `    ${command.padEnd(width)}   ${explained(command, progress)}`);
  return ["", "What to type next:", ...lines];
}

function explained(command: string, progress: Progress): string {
  switch (command.split(" ")[1]) {
    case "resume":
      return progress.turned === undefined ? "goes on" : "goes on undoing";
    case "rollback":
      return runPosition(progress) === "switched" ? "brings the source back" : "undoes everything";
    case "retire":
      return progress.returning ? "removes the target for good" : "removes the source for good";
    default:
      return "tries again";
  }
}

import type { Progress } from "../core/progress.ts";
import { nextActions } from "./next-actions.ts";
import { runPosition } from "./run-position.ts";

/** What to type next, for a person: what a command does, and the command alone on its line. */
export function nextLines(progress: Progress, tail: string): readonly string[] {
  return nextActions(progress, tail).flatMap((command) => [
    "",
    `${purposeOf(command, progress)}:`,
    `    ${command}`,
  ]);
}

function purposeOf(command: string, progress: Progress): string {
  switch (command.split(" ")[1]) {
    case "resume":
      return progress.turned === undefined ? "To go on" : "To go on undoing";
    case "rollback":
      return runPosition(progress) === "switched" ? "To bring the source back" : "To undo everything";
    case "retire":
      return progress.returning ? "To remove the target for good" : "To remove the source for good";
    default:
      return "To try again";
  }
}

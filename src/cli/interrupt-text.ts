import type { Progress } from "../core/progress.ts";
import { runPosition } from "../report/run-position.ts";

/** What a signal brings about now, and what a second one would. */
export function interruptText(how: "orderly" | "at once", progress: Progress, tail = ""): string {
  const resume = `dbshift resume ${progress.run}${tail}`;
  if (how === "at once") return `stopping at once; go on later with: ${resume}`;
  const again = `A second signal stops at once; go on later with: ${resume}`;
  if (progress.graph !== "run" || runPosition(progress) === "switched") {
    return `interrupted: finishing the step under way, then stopping. ${again}`;
  }
  if (progress.turned !== undefined) return `interrupted: already going back to the source. ${again}`;
  return `interrupted: undoing what was done, until the source serves as before. ${again}`;
}

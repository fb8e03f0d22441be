import type { Plan } from "../core/plan.ts";
import type { Progress } from "../core/progress.ts";
import { shellWord } from "../core/shell-word.ts";
import { runPosition } from "./run-position.ts";

/**
 * The commands that fit a run as its journal leaves it, the likeliest first. `tail` holds the options without which
 * they would look at other runs or another daemon.
 */
export function nextActions(progress: Progress, tail = ""): readonly string[] {
  const { run, outcome, plan } = progress;
  const on = (verb: string): string => `dbshift ${verb} ${run}${tail}`;
  switch (outcome) {
    case "retired":
      return [];
    case "rolled back":
    case "refused":
      return [`${["dbshift", ...againWords(plan)].map(shellWord).join(" ")}${tail}`];
    case "returned":
      return [on("retire")];
    case "target serves":
      if (progress.supersededBy !== undefined) return [on("retire")];
      return [`${on("rollback")} --discard-writes`, on("retire")];
    case undefined:
      break;
  }
  if (progress.turned !== undefined || progress.graph !== "run") return [on("resume")];
  return runPosition(progress) === "switched" ? [on("resume")] : [on("resume"), on("rollback")];
}

function againWords({ asked, engine, from, to, source: { container } }: Plan): readonly string[] {
  return asked ?? [engine, `${from}..${to}`, container];
}

import type { PlannedStep } from "../core/plan.ts";
import { isDone, mayHaveEffect, stepProgress, type Progress } from "../core/progress.ts";

/**
 * Where a run is on its way, as far as its journal knows:
 *
 * before fence  clients still write to the source
 * fenced        the source is closed to clients, the target not open yet
 * unclear       the fence, the switch or a way back was under way when the journal ends
 * switched      clients write to the target
 * returned      the source serves again after a switch
 * undone        everything was taken back before the switch
 */
export type RunPosition = "before fence" | "fenced" | "unclear" | "switched" | "returned" | "undone";

export function runPosition(progress: Progress): RunPosition {
  const { outcome, graph, returning } = progress;
  if (outcome === "rolled back" || outcome === "refused") return "undone";
  if (outcome === "returned" || (graph === "retire" && returning)) return "returned";
  if (outcome !== undefined || graph === "retire") return "switched";
  if (graph === "return") return returnStarted(progress) ? "unclear" : "switched";
  return positionInRunGraph(progress);
}

function positionInRunGraph(progress: Progress): RunPosition {
  const pivot = progress.plan.steps.find((step) => step.kind === "pivot");
  if (pivot !== undefined) {
    const passing = stepProgress(progress, pivot.id);
    if (isDone(passing)) return "switched";
    if (mayHaveEffect(passing)) return "unclear";
  }
  const fence = fenceOf(progress.plan.steps);
  if (fence === undefined) return "before fence";
  const fencing = stepProgress(progress, fence.id);
  if (isDone(fencing)) return "fenced";
  return mayHaveEffect(fencing) ? "unclear" : "before fence";
}

/** The step from which on clients are not served; without that very step, the first of the cutover with an effect. */
export function fenceOf(steps: readonly PlannedStep[]): PlannedStep | undefined {
  return (
    steps.find((step) => step.use === "docker/cut-off-source") ??
    steps.find((step) => step.use === "docker/stop-source") ??
    steps.find((step) => step.phase === "cutover" && step.kind !== "check")
  );
}

/**
 * Steps of the return graph are not in the plan, so any other step the journal knows is one of them. A check is never
 * started: it only passes.
 */
function returnStarted({ plan, steps }: Progress): boolean {
  const planned = new Set(plan.steps.map((step) => step.id));
  return [...steps].some(([id, { attempts }]) => !planned.has(id) && attempts > 0);
}

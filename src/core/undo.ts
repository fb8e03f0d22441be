import { dependantsOf, type StepGraph } from "./graph.ts";
import { mayHaveEffect, stepProgress, type Progress } from "./progress.ts";

type Steps = Pick<Progress, "steps">;

/**
 * The steps to compensate for a whole rollback, in the order to do it: the reverse of the order they run in. Adopted
 * effects are not ours to undo, checks have none.
 */
export function toCompensate(order: StepGraph, progress: Steps): string[] {
  return order
    .filter((step) => step.kind === "compensable" && mayHaveEffect(stepProgress(progress, step.id)))
    .map((step) => step.id)
    .reverse();
}

/**
 * What has to be made anew before the given steps can be done again: everything that consumed their result, and for
 * each such step that was tried the ancestor it wants fresh, until nothing more is added. Steps that were never tried
 * are left out; order and the fence are not results, so they stay.
 */
export function toRedo(order: StepGraph, progress: Steps, ids: Iterable<string>): ReadonlySet<string> {
  const tried = (id: string): boolean => mayHaveEffect(stepProgress(progress, id));
  const redo = new Set([...ids].filter(tried));
  for (let before = -1; before !== redo.size;) {
    before = redo.size;
    for (const id of dependantsOf(order, redo)) if (tried(id)) redo.add(id);
    for (const { id, fresh } of order) {
      if (redo.has(id) && fresh !== undefined && tried(fresh)) redo.add(fresh);
    }
  }
  return redo;
}

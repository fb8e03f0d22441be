import { isDone, stepProgress } from "../core/progress.ts";
import type { Driver } from "./driver.ts";

const never = new AbortController().signal;

/**
 * Whether clients may have written to the target. A pivot in doubt is looked at; half of it counts as all of it, because
 * the way back would then lose what a client was told is safe.
 */
export async function pivotPassed(driver: Driver): Promise<boolean> {
  const place = driver.playbook.steps.find((step) => step.kind === "pivot");
  if (place?.step.kind !== "pivot") return false;
  const progress = stepProgress(driver.progress, place.id);
  if (isDone(progress)) return true;
  if (progress.state === "pending") return false;
  const found = await place.step.probe(driver.context(place, progress.attempts, never));
  return found.state !== "absent";
}

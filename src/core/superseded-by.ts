import type { Json, Plan } from "./plan.ts";
import type { SupersededBy } from "./journal.ts";
import { stepProgress, type Progress } from "./progress.ts";

/**
 * What serves in the place of what a run left serving, where later runs went on from it: the last of them whose source
 * was that target, by its volume, its identity and the container engine it is on. Undefined where nobody did.
 */
export function supersededBy(progress: Progress, others: readonly Progress[]): SupersededBy | undefined {
  let last = progress;
  const seen = new Set([progress.run]);
  for (;;) {
    const next = others.find((other) => !seen.has(other.run) && wentOn(other, last));
    if (next === undefined) break;
    seen.add(next.run);
    last = next;
  }
  if (last === progress) return undefined;
  const containerId = outputOf(last, "docker/create-target", "containerId");
  const identity = outputOf(last, "docker/start-target", "identity");
  const { to, source } = last.plan;
  if (containerId === undefined || identity === undefined) return undefined;
  return { run: last.run, to, container: source.container, containerId, identity };
}

function wentOn(later: Progress, earlier: Progress): boolean {
  const inOrder = later.openedAt > earlier.openedAt;
  return inOrder && leftTargetServing(later) && startsFromTargetOf(later.plan, earlier);
}

/** Whether the source of a plan is what a run left serving. */
export function startsFromTargetOf(plan: Plan, earlier: Progress): boolean {
  return (
    leftTargetServing(earlier) &&
    plan.daemon.id === earlier.plan.daemon.id &&
    plan.source.volume === outputOf(earlier, "docker/create-volume", "volume") &&
    plan.source.identity === outputOf(earlier, "docker/start-target", "identity")
  );
}

/** Also once a retire of its source was begun, or is done. */
function leftTargetServing({ outcome, returning, graph }: Progress): boolean {
  if (returning) return false;
  return (
    outcome === "target serves" || outcome === "retired" || (outcome === undefined && graph === "retire")
  );
}

function outputOf(progress: Progress, use: string, field: string): string | undefined {
  const outputs = progress.plan.steps
    .filter((step) => step.use === use)
    .map(({ id }) => fieldOf(stepProgress(progress, id).output, field));
  return outputs.findLast((value) => value !== undefined);
}

function fieldOf(output: Json | undefined, field: string): string | undefined {
  if (typeof output !== "object" || output === null || Array.isArray(output)) return undefined;
  const value = (output as Readonly<Record<string, Json>>)[field];
  return typeof value === "string" ? value : undefined;
}

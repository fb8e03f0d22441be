import type { Progress } from "../core/progress.ts";
import { isDone, mayHaveEffect, stepProgress } from "../core/progress.ts";
import { printable } from "./printable.ts";
import { runPosition } from "./run-position.ts";
import { timeText } from "./time-text.ts";

export interface Copy {
  readonly side: "source" | "target";
  readonly volume: string;
  /** How it is known to be good, or that it is not. */
  readonly proof: string;
}

/** The copies of the data that exist as far as the journal knows, the proven ones first. */
export function copies(progress: Progress): readonly Copy[] {
  return [...sourceCopy(progress), ...targetCopy(progress)].sort(
    (a, b) => rank(progress, a) - rank(progress, b),
  );
}

function rank(progress: Progress, copy: Copy): number {
  const targetServes = runPosition(progress) === "switched";
  return (copy.side === "target") === targetServes ? 0 : 1;
}

function sourceCopy(progress: Progress): readonly Copy[] {
  const { plan, returning } = progress;
  if (progress.outcome === "retired" && !returning) return [];
  const { volume, version } = plan.source;
  if (progress.graph === "retire" && !returning) {
    return [{ side: "source", volume, proof: "is being removed, or was: the retire did not end" }];
  }
  const proof =
    runPosition(progress) === "switched"
      ? `complete as of the fence; no server newer than ${printable(version)} ever opened it`
      : `complete; no server newer than ${printable(version)} ever opened it`;
  return [{ side: "source", volume, proof }];
}

function targetCopy(progress: Progress): readonly Copy[] {
  const { outcome, returning, graph } = progress;
  const volume = targetVolume(progress);
  if (outcome === "rolled back" || outcome === "refused" || (outcome === "retired" && returning)) return [];
  if (graph === "retire" && returning) {
    return [{ side: "target", volume, proof: "is being removed, or was: the retire did not end" }];
  }
  // It is the source of the run that went on from it, which tells of it.
  if (progress.supersededBy !== undefined) return [];
  if (!targetMade(progress)) return [];
  if (progress.turned !== undefined || beingRemade(progress)) {
    return [{ side: "target", volume, proof: "is being removed: what this run made of it is undone" }];
  }
  const passed = proofs(progress);
  if (passed.length === 0) {
    return [{ side: "target", volume, proof: "not proven: it is not loaded and compared yet" }];
  }
  const written = returning ? "; it also holds what clients wrote after the switch" : "";
  return [{ side: "target", volume, proof: `${passed.join(" and ")}${written}` }];
}

/** What was compared while both sides were still: the checks of the cutover that passed. */
function proofs({ plan, steps }: Progress): string[] {
  const counted = plan.verify.rows === "content" ? "" : ", content not verified: rows were only counted";
  return plan.steps.flatMap((step) => {
    const progress = stepProgress({ steps }, step.id);
    if (step.kind !== "check" || step.phase !== "cutover" || !isDone(progress)) return [];
    const at = progress.endedAt === undefined ? "" : ` (${timeText(progress.endedAt)})`;
    return [`proven by "${printable(step.title)}"${at}${counted}`];
  });
}

/** A volume that was half filled goes, and another one takes its place. */
function beingRemade({ plan, steps }: Progress): boolean {
  const making = plan.steps.filter((step) => step.use === "docker/create-volume");
  return making.some(({ id }) => stepProgress({ steps }, id).state === "compensating");
}

/** As long as the volume may be there: one step makes it, and what undoes that step removes it. */
function targetMade({ plan, steps }: Progress): boolean {
  const making = plan.steps.filter((step) => step.use === "docker/create-volume");
  const effects = plan.steps.filter((step) => step.phase !== "preflight" && step.kind !== "check");
  return (making.length > 0 ? making : effects).some((step) => {
    const progress = stepProgress({ steps }, step.id);
    return mayHaveEffect(progress) || isDone(progress);
  });
}

/** A later attempt made its volume under another name, which its step handed on. */
export function targetVolume({ plan, steps }: Pick<Progress, "plan" | "steps">): string {
  const planned = plan.target.volume;
  const made = [...steps.values()].flatMap(({ output }) => {
    if (typeof output !== "object" || output === null || Array.isArray(output)) return [];
    const volume = (output as Readonly<Record<string, unknown>>)["volume"];
    return typeof volume === "string" && volume.startsWith(planned) ? [volume] : [];
  });
  return made.at(-1) ?? planned;
}

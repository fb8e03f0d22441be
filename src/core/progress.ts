import { invariant } from "./errors.ts";
import type { GraphName, JournalEntry, RecordedError, RunOutcome, SupersededBy } from "./journal.ts";
import type { Json, Plan } from "./plan.ts";

/**
 * The life of a step, read from the journal:
 *
 * pending       never started, or undone again
 * in doubt      started, not known to have ended; a probe has to look
 * succeeded     its effect was observed
 * adopted       its effect was there before us; it is never undone
 * failed        it ended with an error; its effect may be there in part
 * compensating  undoing was started, not known to have ended
 */
export type StepState = "pending" | "in doubt" | "succeeded" | "adopted" | "failed" | "compensating";

export interface StepProgress {
  readonly state: StepState;
  /** How often the step was started. */
  readonly attempts: number;
  readonly output?: Json;
  readonly error?: RecordedError;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export interface Progress {
  readonly run: string;
  /** With the id that the source's container has now. */
  readonly plan: Plan;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly graph: GraphName;
  /** The source got its name back after the switch. */
  readonly returning: boolean;
  /** A failure or a rollback turned the run round: compensation is the only way on. */
  readonly turned: string | undefined;
  readonly outcome: RunOutcome | undefined;
  /** The name under which the source's container was being made again when the journal ends. */
  readonly recreating: string | undefined;
  /** The directory in which a retire that was begun keeps the source volume before it removes it. */
  readonly archive: string | undefined;
  /**
   * The last of the runs that went on from the target this one left serving. A run's own journal tells it only once its
   * source is being retired; until then those of the others do.
   */
  readonly supersededBy?: SupersededBy | undefined;
  readonly steps: ReadonlyMap<string, StepProgress>;
}

const pending: StepProgress = { state: "pending", attempts: 0 };

export function stepProgress(progress: Pick<Progress, "steps">, id: string): StepProgress {
  return progress.steps.get(id) ?? pending;
}

/** The state of a run as its journal tells it. Checkpoints and status are never stored, only read off here. */
export function foldJournal(entries: readonly JournalEntry[]): Progress {
  const [first] = entries;
  invariant(first?.type === "run.opened", "a journal begins with run.opened");
  const steps = new Map<string, StepProgress>();
  let { plan } = first;
  let graph: GraphName = "run";
  let returning = false;
  let turned: string | undefined;
  let outcome: RunOutcome | undefined;
  let recreating: string | undefined;
  let archive: string | undefined;
  let supersededBy: SupersededBy | undefined;
  for (const entry of entries) {
    switch (entry.type) {
      case "run.opened":
      case "run.resumed":
        break;
      case "source.recreating":
        recreating = entry.name;
        break;
      case "source.recreated":
        recreating = undefined;
        plan = { ...plan, source: { ...plan.source, containerId: entry.containerId } };
        break;
      case "run.turned":
        turned = entry.reason;
        break;
      case "graph.entered":
        graph = entry.graph;
        archive = entry.archive;
        supersededBy = entry.supersededBy;
        returning ||= graph === "return";
        outcome = undefined;
        break;
      case "run.closed":
        outcome = entry.outcome;
        break;
      default:
        steps.set(entry.step, foldStep(steps.get(entry.step) ?? pending, entry));
    }
  }
  const updatedAt = entries.at(-1)?.at ?? first.at;
  return {
    run: first.run,
    plan,
    openedAt: first.at,
    updatedAt,
    graph,
    returning,
    turned,
    outcome,
    recreating,
    archive,
    supersededBy,
    steps,
  };
}

type StepEntry = Extract<JournalEntry, { step: string }>;

function foldStep(before: StepProgress, entry: StepEntry): StepProgress {
  const times = {
    ...(before.startedAt === undefined ? {} : { startedAt: before.startedAt }),
    endedAt: entry.at,
  };
  switch (entry.type) {
    case "check.passed":
      return { state: "succeeded", attempts: before.attempts, startedAt: entry.at, endedAt: entry.at };
    case "step.started":
      return { state: "in doubt", attempts: entry.attempt, startedAt: entry.at };
    case "step.succeeded":
      return { state: "succeeded", attempts: entry.attempt, output: entry.output, ...times };
    case "step.adopted":
      return {
        state: "adopted",
        attempts: before.attempts,
        output: entry.output,
        startedAt: entry.at,
        endedAt: entry.at,
      };
    case "step.failed":
      return { state: "failed", attempts: entry.attempt, error: entry.error, ...times };
    case "step.compensating":
      return { ...before, state: "compensating" };
    case "step.compensated":
      return { state: "pending", attempts: before.attempts };
  }
}

/** A step whose effect, or part of it, may be in the world because of this run. */
export function mayHaveEffect(step: StepProgress): boolean {
  return step.state !== "pending" && step.state !== "adopted";
}

export function isDone(step: StepProgress): boolean {
  return step.state === "succeeded" || step.state === "adopted";
}

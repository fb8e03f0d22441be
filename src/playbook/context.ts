import type { z } from "zod";
import type { Json, Plan } from "../core/plan.ts";
import type { SupersededBy } from "../core/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine } from "../ports/engine.ts";
import type { RunFiles } from "../ports/run-files.ts";
import type { Labels, Runtime, RuntimeReader } from "../ports/runtime.ts";

/** A step seen from a later one: what it hands on. */
export interface HandsOn<Out extends Json> {
  readonly id: string;
  readonly output: z.ZodType<Out>;
}

/** What a step may use to look. */
export interface ReadContext {
  readonly runtime: RuntimeReader;
  readonly engine: Engine;
  readonly plan: Plan;
  readonly run: string;
  /** The directory of the host in which a retire was told to keep the source volume; undefined where it was not. */
  readonly archive: string | undefined;
  /** What serves where a later run went on from this one's target; undefined where that serves itself. */
  readonly supersededBy?: SupersededBy | undefined;
  /** Which try of this step this is, from 1. A later attempt makes its resources under other names. */
  readonly attempt: number;
  readonly clock: Clock;
  /** Beside the run's journal; what a step wrote there, a later one may read. */
  readonly files: Pick<RunFiles, "read">;
  /** Aborted when the step has to end: interruption, deadline, lost lease. */
  readonly signal: AbortSignal;
  /** What an earlier step of this run handed on. Throws where it did not succeed. */
  readonly outputOf: <Out extends Json>(step: HandsOn<Out>) => Out;
  /** The same, or undefined. */
  readonly findOutputOf: <Out extends Json>(step: HandsOn<Out>) => Out | undefined;
  /** The labels of what this attempt of this step makes, for a role. */
  readonly labelsFor: (role: string) => Labels;
  /** One line for people, past tense, with a number where there is one. */
  readonly note: (text: string) => void;
  readonly progress: (
    done: number,
    total: number | undefined,
    unit: "bytes" | "tables" | "databases",
  ) => void;
}

/** What a step may use to have an effect. */
export interface WriteContext extends ReadContext {
  readonly runtime: Runtime;
  /** Beside the run's journal. */
  readonly files: RunFiles;
}

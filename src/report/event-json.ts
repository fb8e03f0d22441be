import type { Finding } from "../core/finding.ts";
import type { GraphName, RecordedError, RunOutcome } from "../core/journal.ts";
import type { Phase, StepKind } from "../core/graph.ts";
import type { RunEvent } from "../ports/events.ts";

/** On every line of `--events`: the version of the format, what happened, and when (UTC). */
interface Stamp<Type extends string> {
  readonly v: 1;
  readonly type: Type;
  readonly at: string;
}

/** Of a run. */
interface OfRun<Type extends string> extends Stamp<Type> {
  readonly run: string;
}

/** Kept in the journal too, under this number. */
interface Recorded<Type extends string> extends OfRun<Type> {
  readonly seq: number;
}

interface OfStep<Type extends string> extends Recorded<Type> {
  readonly step: string;
}

interface Attempt<Type extends string> extends OfStep<Type> {
  /** From 1. */
  readonly attempt: number;
}

/** The first line of a run that is driven. */
export interface BeginJson extends OfRun<"begin"> {
  readonly engine: string;
  readonly from: string;
  readonly to: string;
  readonly container: string;
  /** What is to be done, in order; empty where it is undone what was done. */
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly kind: StepKind;
    readonly phase: Phase;
  }[];
}

/** Between the first line and the last. */
export type HappeningJson =
  | (Recorded<"run.resumed"> & { readonly direction: "forward" | "back" })
  | (Recorded<"source.recreating"> & { readonly name: string })
  | (Recorded<"source.recreated"> & { readonly containerId: string })
  | (Recorded<"run.turned"> & { readonly reason: string })
  | (Recorded<"graph.entered"> & { readonly graph: GraphName })
  | (Recorded<"run.closed"> & { readonly outcome: RunOutcome })
  | (OfStep<"check.passed"> & { readonly findings: readonly Finding[] })
  | Attempt<"step.started">
  | Attempt<"step.succeeded">
  | OfStep<"step.adopted">
  | (Attempt<"step.failed"> & { readonly error: RecordedError })
  | Attempt<"step.compensating">
  | Attempt<"step.compensated">
  | (OfRun<"note"> & { readonly step: string; readonly text: string })
  | (OfRun<"progress"> & {
      readonly step: string;
      readonly done: number;
      readonly total?: number;
      readonly unit: "bytes" | "tables" | "databases";
    })
  | (OfRun<"interrupt"> & { readonly signal: string; readonly text: string });

/** The last line: what `--json` would have printed. */
export interface EndJson extends Stamp<"end"> {
  readonly result: object;
}

export type EventJson = BeginJson | HappeningJson | EndJson;

/**
 * An event of a run as it is told to programs. What steps hand on to each other is left out, and so is the opening of a
 * run, which the first line tells.
 */
export function eventJson(event: RunEvent, run: string): HappeningJson | undefined {
  const stamp = { v: 1, at: event.at, run } as const;
  switch (event.type) {
    case "run.opened":
      return undefined;
    case "run.resumed":
      return { ...stamp, type: event.type, seq: event.seq, direction: event.direction };
    case "source.recreating":
      return { ...stamp, type: event.type, seq: event.seq, name: event.name };
    case "source.recreated":
      return { ...stamp, type: event.type, seq: event.seq, containerId: event.containerId };
    case "run.turned":
      return { ...stamp, type: event.type, seq: event.seq, reason: event.reason };
    case "graph.entered":
      return { ...stamp, type: event.type, seq: event.seq, graph: event.graph };
    case "run.closed":
      return { ...stamp, type: event.type, seq: event.seq, outcome: event.outcome };
    case "check.passed":
      return { ...stamp, type: event.type, seq: event.seq, step: event.step, findings: event.findings };
    case "step.adopted":
      return { ...stamp, type: event.type, seq: event.seq, step: event.step };
    case "step.failed": {
      const { type, seq, step, attempt, error } = event;
      return { ...stamp, type, seq, step, attempt, error };
    }
    case "step.started":
    case "step.succeeded":
    case "step.compensating":
    case "step.compensated":
      return { ...stamp, type: event.type, seq: event.seq, step: event.step, attempt: event.attempt };
    case "note":
    case "progress":
    case "interrupt":
      return { ...stamp, ...event };
  }
}

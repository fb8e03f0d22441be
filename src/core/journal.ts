import type { Finding } from "./finding.ts";
import type { Json, Plan } from "./plan.ts";

/** Which graph of the playbook a record speaks of. */
export type GraphName = "run" | "return" | "retire";

export type RunOutcome = "target serves" | "rolled back" | "refused" | "returned" | "retired";

/** What serves in the place of a run's target. */
export interface SupersededBy {
  readonly run: string;
  readonly to: string;
  readonly container: string;
  readonly containerId: string;
  readonly identity: string;
}

export interface RecordedError {
  readonly summary: string;
  readonly detail: readonly string[];
}

/**
 * What a journal holds, in the order it happened. A record is on disk before the effect it announces; `succeeded` and
 * `compensated` are written only after the effect was observed.
 */
export type JournalRecord =
  | { readonly type: "run.opened"; readonly run: string; readonly plan: Plan }
  | { readonly type: "run.resumed"; readonly direction: "forward" | "back"; readonly tool: string }
  | { readonly type: "check.passed"; readonly step: string; readonly findings: readonly Finding[] }
  | { readonly type: "step.started"; readonly step: string; readonly attempt: number }
  | {
      readonly type: "step.succeeded";
      readonly step: string;
      readonly attempt: number;
      readonly output: Json;
    }
  | { readonly type: "step.adopted"; readonly step: string; readonly output: Json }
  | {
      readonly type: "step.failed";
      readonly step: string;
      readonly attempt: number;
      readonly error: RecordedError;
    }
  | { readonly type: "step.compensating"; readonly step: string; readonly attempt: number }
  | { readonly type: "step.compensated"; readonly step: string; readonly attempt: number }
  /** Somebody has removed the stopped source's container, and it is made again, under this name. */
  | { readonly type: "source.recreating"; readonly name: string }
  | { readonly type: "source.recreated"; readonly containerId: string }
  | { readonly type: "run.turned"; readonly reason: string }
  /**
   * With a retire, `archive` is the directory in which the source volume is kept before it goes, and `supersededBy` what
   * serves where a later run went on from this one's target.
   */
  | {
      readonly type: "graph.entered";
      readonly graph: GraphName;
      readonly archive?: string;
      readonly supersededBy?: SupersededBy;
    }
  | { readonly type: "run.closed"; readonly outcome: RunOutcome };

/** A record as it is stored: numbered without a gap from 1, stamped with UTC time. */
export type JournalEntry = { readonly seq: number; readonly at: string } & JournalRecord;

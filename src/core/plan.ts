import type { Finding } from "./finding.ts";
import type { Phase, StepKind } from "./graph.ts";
import type { TargetPin } from "./target-pin.ts";

/** JSON as it is stored: what a step hands on, and what an engine found out. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The container being upgraded, as it was seen when the plan was made. Holds no secret values. */
export interface PlannedSource {
  readonly containerId: string;
  readonly container: string;
  readonly image: string;
  readonly imageId: string;
  readonly startedAt: string;
  readonly restartPolicy: { readonly name: string; readonly maximumRetryCount: number };
  /** The named volume with the data, and where it is mounted. */
  readonly volume: string;
  readonly mountedAt: string;
  /** What the engine said of itself. `identity` tells this data from any other (PostgreSQL: system identifier). */
  readonly version: string;
  readonly identity: string;
  readonly sizeBytes: number;
}

/** What the run will make, and what it will call it. */
export interface PlannedTarget extends TargetPin {
  /** A reference, most often with a tag: what it means was noted when the plan was made, where that was known. */
  readonly image: string;
  readonly major: string;
  /** The volume of the first attempt; a later attempt gets a name of its own. */
  readonly volume: string;
  /** What the source container is called once the target has taken its name. */
  readonly keptSource: string;
  /** What the target container is called once a return has given the source its name back. */
  readonly setAsideTarget: string;
}

export interface PlannedStep {
  readonly id: string;
  readonly use: string;
  readonly title: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  readonly needs: readonly string[];
}

/**
 * Everything a run decides by, as one value: what was seen, what will be made, and which steps do it. Making a plan
 * changes nothing; carrying it out re-decides nothing.
 */
export interface Plan {
  readonly format: 1;
  readonly tool: string;
  readonly createdAt: string;
  readonly engine: string;
  readonly from: string;
  readonly to: string;
  /** With its whole text: what was begun by one version of dbshift is ended by that playbook, whatever came since. */
  readonly playbook: { readonly name: string; readonly sha256: string; readonly text: string };
  readonly daemon: {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly version: string;
  };
  readonly source: PlannedSource;
  readonly target: PlannedTarget;
  /** The directory of the host in which the dump is kept, compressed; null where nobody asked for that. */
  readonly backup: string | null;
  /** How the rows of both sides are compared: each one, or their number alone; in how many sessions of each side at once. */
  readonly verify: { readonly rows: "content" | "counts"; readonly jobs: number };
  /** Facts only this engine's steps understand; they parse it with a schema of their own. */
  readonly facts: Json;
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  readonly labels: Readonly<Record<string, string>>;
  /** The words behind `dbshift` that ask for this again; absent in what was begun before they were kept. */
  readonly asked?: readonly string[];
}

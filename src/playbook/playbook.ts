import type { GraphStep } from "../core/graph.ts";
import type { Step } from "./define-step.ts";

/** A step in its place in a playbook. */
export interface PlaybookStep extends GraphStep {
  readonly use: string;
  readonly step: Step;
}

/** A checked playbook. Steps are in the order they run. */
export interface Playbook {
  readonly name: string;
  readonly engine: string;
  readonly strategy: string;
  readonly title: string;
  readonly description: string | undefined;
  /** As it was written, and its digest. */
  readonly text: string;
  readonly sha256: string;
  readonly steps: readonly PlaybookStep[];
  /** What `rollback` runs after the pivot; empty where there is no way back. */
  readonly returnSteps: readonly PlaybookStep[];
}

import { createHash } from "node:crypto";
import { parseDocument } from "yaml";
import { z } from "zod";
import { checkGraph, checkReturnGraph } from "../core/check-graph.ts";
import { messageOf, UsageError } from "../core/errors.ts";
import { inOrder, type GraphStep } from "../core/graph.ts";
import type { Step } from "./define-step.ts";
import { playbookSchema, type PlaybookText } from "./playbook-schema.ts";
import type { StepRegistry } from "./step-registry.ts";

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

const largestText = 256 * 1024;

/**
 * A playbook from its text. Every problem is reported at once, as sentences.
 *
 * @throws UsageError where the text is no playbook, or where running it would break an invariant
 */
export function loadPlaybook(text: string, origin: string, registry: StepRegistry): Playbook {
  const written = parse(text, origin);
  const unknown = [...written.steps, ...written.return]
    .filter((step) => !registry.has(step.use))
    .map((step) => `Step "${step.id}" uses "${step.use}", which dbshift does not have.`);
  if (unknown.length > 0) throw invalid(origin, unknown);
  const steps = written.steps.map((step) => place(step, registry));
  const returnSteps = written.return.map((step) => place(step, registry));
  const ids = new Set(steps.map(({ id }) => id));
  // Both graphs are kept in one journal, where a step is known by its id.
  const shared = returnSteps.filter(({ id }) => ids.has(id)).map(({ id }) => `Two steps are called "${id}".`);
  const problems = [...checkGraph(steps), ...checkReturnGraph(returnSteps), ...shared];
  if (problems.length > 0) throw invalid(origin, problems);
  return {
    name: written.name,
    engine: written.engine,
    strategy: written.strategy,
    title: written.title,
    description: written.description,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    steps: sorted(steps),
    returnSteps: sorted(returnSteps),
  };
}

function parse(text: string, origin: string): PlaybookText {
  if (text.length > largestText) throw invalid(origin, ["It is larger than 256 KiB."]);
  const parsed = playbookSchema.safeParse(toData(text, origin));
  if (parsed.success) return parsed.data;
  throw invalid(origin, z.prettifyError(parsed.error).split("\n"));
}

function toData(text: string, origin: string): unknown {
  try {
    const document = parseDocument(text, {
      schema: "core",
      uniqueKeys: true,
      merge: false,
      prettyErrors: true,
    });
    const [error] = [...document.errors, ...document.warnings];
    if (error !== undefined) throw error;
    // Aliases are how a small file becomes a large one; a playbook has no use for them.
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw invalid(origin, messageOf(error).split("\n"));
  }
}

function place(written: PlaybookText["steps"][number], registry: StepRegistry): PlaybookStep {
  const step = registry.get(written.use);
  if (step === undefined) throw new Error(`dbshift is wrong about itself: unknown step ${written.use}`);
  return { ...written, step, kind: step.kind, verifies: step.kind === "check" && step.verifies === true };
}

function sorted(steps: readonly PlaybookStep[]): readonly PlaybookStep[] {
  const result = inOrder(steps);
  return "order" in result ? result.order : [];
}

function invalid(origin: string, problems: readonly string[]): UsageError {
  return new UsageError({ summary: `The playbook ${origin} cannot be used`, detail: problems });
}

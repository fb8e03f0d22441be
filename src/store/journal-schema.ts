import { z } from "zod";
import { phases, type StepKind } from "../core/graph.ts";
import type { GraphName, JournalEntry, JournalRecord, RunOutcome } from "../core/journal.ts";
import type { Json, Plan } from "../core/plan.ts";

// Closed keys everywhere: a key this version does not know may say something it would have to obey.

const text = z.string();
const count = z.int().min(1);
// The text was JSON before it came here, so whatever is there is Json.
const json = z.custom<Json>((value) => value !== undefined, "a value is missing");
const texts = z.array(text);
const labels = z.record(text, text);

const severity = z.enum(["blocker", "warning", "info"]);
const stepKind = z.enum(["check", "compensable", "pivot", "retryable"] satisfies StepKind[]);
const graphName = z.enum(["run", "return", "retire"] satisfies GraphName[]);
const outcome = z.enum([
  "target serves",
  "rolled back",
  "refused",
  "returned",
  "retired",
] satisfies RunOutcome[]);

const finding = z.strictObject({
  code: text,
  severity,
  summary: text,
  detail: text.exactOptional(),
  remedy: text.exactOptional(),
});

/** A plan as it is kept: in a journal, and in a file of its own. */
export const planSchema: z.ZodType<Plan> = z.strictObject({
  format: z.literal(1),
  tool: text,
  createdAt: text,
  engine: text,
  from: text,
  to: text,
  playbook: z.strictObject({ name: text, sha256: text, text }),
  daemon: z.strictObject({ id: text, name: text, host: text, version: text }),
  source: z.strictObject({
    containerId: text,
    container: text,
    image: text,
    imageId: text,
    startedAt: text,
    restartPolicy: z.strictObject({ name: text, maximumRetryCount: z.int() }),
    volume: text,
    mountedAt: text,
    version: text,
    identity: text,
    sizeBytes: z.number(),
  }),
  target: z.strictObject({
    image: text,
    // Runs that were begun before these were noted ran whatever the tag stood for.
    imageId: text.nullable().default(null),
    digest: text.nullable().default(null),
    major: text,
    volume: text,
    keptSource: text,
    setAsideTarget: text,
  }),
  facts: json,
  backup: text.nullable(),
  // What runs did that were begun before this could be chosen.
  verify: z
    .strictObject({ rows: z.enum(["content", "counts"]), jobs: count })
    .default({ rows: "counts", jobs: 1 }),
  findings: z.array(finding),
  steps: z.array(
    z.strictObject({
      id: text,
      use: text,
      title: text,
      kind: stepKind,
      phase: z.enum(phases),
      needs: texts,
    }),
  ),
  labels,
  asked: texts.exactOptional(),
});

const stamp = { seq: count, at: z.iso.datetime() };
const attempted = { ...stamp, step: text, attempt: count };

const schemas: Record<JournalRecord["type"], z.ZodType<JournalEntry>> = {
  "run.opened": z.strictObject({ ...stamp, type: z.literal("run.opened"), run: text, plan: planSchema }),
  "run.resumed": z.strictObject({
    ...stamp,
    type: z.literal("run.resumed"),
    direction: z.enum(["forward", "back"]),
    tool: text,
  }),
  "check.passed": z.strictObject({
    ...stamp,
    type: z.literal("check.passed"),
    step: text,
    findings: z.array(finding),
  }),
  "step.started": z.strictObject({ ...attempted, type: z.literal("step.started") }),
  "step.succeeded": z.strictObject({ ...attempted, type: z.literal("step.succeeded"), output: json }),
  "step.adopted": z.strictObject({ ...stamp, type: z.literal("step.adopted"), step: text, output: json }),
  "step.failed": z.strictObject({
    ...attempted,
    type: z.literal("step.failed"),
    error: z.strictObject({ summary: text, detail: texts }),
  }),
  "step.compensating": z.strictObject({ ...attempted, type: z.literal("step.compensating") }),
  "step.compensated": z.strictObject({ ...attempted, type: z.literal("step.compensated") }),
  "source.recreating": z.strictObject({ ...stamp, type: z.literal("source.recreating"), name: text }),
  "source.recreated": z.strictObject({ ...stamp, type: z.literal("source.recreated"), containerId: text }),
  "run.turned": z.strictObject({ ...stamp, type: z.literal("run.turned"), reason: text }),
  "graph.entered": z.strictObject({
    ...stamp,
    type: z.literal("graph.entered"),
    graph: graphName,
    archive: text.exactOptional(),
    supersededBy: z
      .strictObject({ run: text, to: text, container: text, containerId: text, identity: text })
      .exactOptional(),
  }),
  "run.closed": z.strictObject({ ...stamp, type: z.literal("run.closed"), outcome }),
};

export type ReadEntry = { readonly entry: JournalEntry } | { readonly why: string };

/** The entry in the fields of a stored line, or why it is none. */
export function readEntry(fields: Readonly<Record<string, unknown>>): ReadEntry {
  const { type } = fields;
  if (typeof type !== "string") return { why: "it has no type" };
  if (!isKnown(type)) {
    return { why: `it is of the type ${JSON.stringify(type)}, which a newer dbshift wrote` };
  }
  const parsed = schemas[type].safeParse(fields);
  if (parsed.success) return { entry: parsed.data };
  const problems = z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, "; ");
  return { why: `this dbshift does not understand it (${problems})` };
}

function isKnown(type: string): type is JournalRecord["type"] {
  return Object.hasOwn(schemas, type);
}

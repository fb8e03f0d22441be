import { z } from "zod";
import { phases } from "../../src/core/graph.ts";
import type { EventJson } from "../../src/report/event-json.ts";
import { failure, finding, moment, text } from "./common.ts";
import { resultSchema } from "./result-schema.ts";

const stamp = { v: z.literal(1).describe("The version of this format"), at: moment };
const ofRun = { ...stamp, run: text };
const recorded = { ...ofRun, seq: z.int().min(1).describe("Its number in the run's journal") };
const ofStep = { ...recorded, step: text.describe("An id in the playbook") };
const attempt = { ...ofStep, attempt: z.int().min(1) };

const begin = z.strictObject({
  ...ofRun,
  type: z.literal("begin"),
  engine: text,
  from: text,
  to: text,
  container: text,
  steps: z
    .array(
      z.strictObject({
        id: text,
        title: text,
        kind: z.enum(["check", "compensable", "pivot", "retryable"]),
        phase: z.enum(phases),
      }),
    )
    .describe("What is to be done, in order; empty where it is undone what was done"),
});

const outcome = z.enum(["target serves", "rolled back", "refused", "returned", "retired"]);

/** One line of `--events`. */
export const eventSchema: z.ZodType<EventJson> = z.discriminatedUnion("type", [
  begin,
  z.strictObject({ ...recorded, type: z.literal("run.resumed"), direction: z.enum(["forward", "back"]) }),
  z.strictObject({ ...recorded, type: z.literal("source.recreating"), name: text }),
  z.strictObject({ ...recorded, type: z.literal("source.recreated"), containerId: text }),
  z.strictObject({ ...recorded, type: z.literal("run.turned"), reason: text }),
  z.strictObject({ ...recorded, type: z.literal("graph.entered"), graph: z.enum(["run", "return", "retire"]) }),
  z.strictObject({ ...recorded, type: z.literal("run.closed"), outcome }),
  z.strictObject({ ...ofStep, type: z.literal("check.passed"), findings: z.array(finding) }),
  z.strictObject({ ...attempt, type: z.literal("step.started") }),
  z.strictObject({ ...attempt, type: z.literal("step.succeeded") }),
  z.strictObject({ ...ofStep, type: z.literal("step.adopted") }),
  z.strictObject({ ...attempt, type: z.literal("step.failed"), error: failure }),
  z.strictObject({ ...attempt, type: z.literal("step.compensating") }),
  z.strictObject({ ...attempt, type: z.literal("step.compensated") }),
  z.strictObject({ ...ofRun, type: z.literal("note"), step: text, text }),
  z.strictObject({
    ...ofRun,
    type: z.literal("progress"),
    step: text,
    done: z.number(),
    total: z.number().exactOptional(),
    unit: z.enum(["bytes", "tables", "databases"]),
  }),
  z.strictObject({ ...ofRun, type: z.literal("interrupt"), signal: text, text }),
  z.strictObject({ ...stamp, type: z.literal("end"), result: resultSchema }),
]);

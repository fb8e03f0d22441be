import { z } from "zod";
import { exitCodes, type ExitCode } from "../../src/core/exit-codes.ts";
import type { ResultJson } from "../../src/report/result-json.ts";
import type { StatusJson } from "../../src/report/status-json.ts";
import { planSchema } from "../../src/store/journal-schema.ts";
import { failure, finding, moment, text } from "./common.ts";
import { doctorSchema } from "./doctor-schema.ts";
import { reportSchema } from "./report-schema.ts";

const ok = z.boolean().describe("The same as: exit is 0");
const exit: z.ZodType<ExitCode> = z.literal(Object.values(exitCodes)).describe("The exit code");
const next = z.array(text).describe("Commands that fit, the likeliest first");
const findings = z.array(finding);
const serves = z.enum(["source", "target", "superseded", "nobody", "unknown"]);

/** A run that was driven to an end. */
const driven: z.ZodType<ResultJson> = z.strictObject({
  ok,
  run: text,
  outcome: z.enum(["target serves", "refused", "rolled back", "returned", "retired", "stopped"]),
  serves,
  from: text,
  to: text,
  container: text,
  downtimeSeconds: z.number().exactOptional(),
  kept: z.strictObject({ container: text, volume: text }).exactOptional(),
  rowsVerified: z
    .enum(["content", "counts"])
    .describe("Where the target serves; counts: the content of rows was not verified")
    .exactOptional(),
  findings,
  error: failure.exactOptional(),
  next,
  exit,
});

const statusFields = {
  run: text,
  outcome: text.nullable(),
  state: text,
  serves,
  supersededBy: text.describe("The run that went on from this one's target").exactOptional(),
  engine: text,
  from: text,
  to: text,
  container: text,
  copies: z.array(z.strictObject({ side: z.enum(["source", "target"]), volume: text, proof: text })),
  downtimeSeconds: z.number().exactOptional(),
  openedAt: moment,
  updatedAt: moment,
  next,
};
const status: z.ZodType<StatusJson> = z.strictObject(statusFields);
const damagedRun = z.strictObject({ run: text, damage: text });

/** What a command prints with `--json`, and what the last line of `--events` holds. */
export const resultSchema = z.union([
  driven.meta({ title: "A run that was driven" }),
  z
    .strictObject({ ok, outcome: z.literal("planned"), plan: planSchema, file: text.exactOptional(), tried: z.array(text).exactOptional(), findings, next, exit })
    .meta({ title: "plan, --dry-run" }),
  z
    .strictObject({ ok, outcome: z.literal("refused"), findings, next, exit })
    .meta({ title: "Refused before there was a run" }),
  z
    .strictObject({ ok, error: failure, findings, next, exit })
    .meta({ title: "An error before there was an outcome" }),
  z
    .strictObject({ ok, runs: z.array(z.union([status, damagedRun])), exit })
    .meta({ title: "status, runs" }),
  z
    .strictObject({
      ok,
      run: text,
      outcome: z.enum(["equal", "different"]),
      serves: z.enum(["source", "target"]),
      objects: z.int(),
      count: z.int().describe("How many differences there are"),
      differences: z.array(text).describe("The first of them"),
      contentCompared: z.boolean().describe("Whether rows were compared, not only counted"),
      notLookedInto: z.array(text).describe("Databases that accept no connections"),
      next,
      exit,
    })
    .meta({ title: "verify" }),
  z.strictObject({ ok, ...statusFields, exit }).meta({ title: "resume of a run that is finished" }),
  z.strictObject({ ok, report: reportSchema(status), exit }).meta({ title: "report" }),
  doctorSchema(ok, exit).meta({ title: "doctor" }),
]);

import { z } from "zod";
import type { ReportJson } from "../../src/report/report-json.ts";
import type { StatusJson } from "../../src/report/status-json.ts";
import { finding, moment, text } from "./common.ts";

const happening = z.strictObject({
  at: moment.describe("When it was over"),
  what: z.enum(["done", "passed", "found", "failed", "undone", "resumed", "recreated", "turned", "entered", "closed"]),
  step: text.nullable(),
  text,
  seconds: z.number().nullable(),
  detail: z.array(text),
});

/** What `report --json` tells of one run, with what `status --json` tells of it. */
export const reportSchema = (status: z.ZodType<StatusJson>): z.ZodType<ReportJson> =>
  z.strictObject({
    status,
    playbook: text,
    source: z.strictObject({ version: text, image: text, sizeBytes: z.number() }),
    target: z.strictObject({ image: text }),
    verified: z.array(z.strictObject({ title: text, at: moment, findings: z.array(finding) })),
    keptFiles: z.array(z.strictObject({ step: text, title: text, file: text })),
    history: z.array(happening),
  });

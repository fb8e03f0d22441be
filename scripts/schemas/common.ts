import { z } from "zod";
import type { Finding } from "../../src/core/finding.ts";

export const text = z.string();
export const moment = z.iso.datetime().describe("UTC");

export const finding: z.ZodType<Finding> = z.strictObject({
  code: text.describe("Stable, and in the README's table where it refuses a run"),
  severity: z.enum(["blocker", "warning", "info"]),
  summary: text,
  detail: text.exactOptional(),
  remedy: text.exactOptional(),
});

export const failure = z.strictObject({ summary: text, detail: z.array(text) });

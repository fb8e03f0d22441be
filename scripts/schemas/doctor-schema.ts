import { z } from "zod";
import type { ExitCode } from "../../src/core/exit-codes.ts";
import type { DoctorReport } from "../../src/report/doctor-report.ts";
import { finding, moment, text } from "./common.ts";

interface DoctorJson extends DoctorReport {
  readonly ok: boolean;
  readonly exit: ExitCode;
}

const check = z.strictObject({
  name: text,
  state: z.enum(["has", "lacks", "unknown"]),
  text,
  remedy: text.exactOptional(),
});

const container = z.strictObject({
  container: text,
  engine: text,
  image: text,
  state: text,
  version: text.nullable().describe("Null where the server could not be asked"),
  sizeBytes: z.number().nullable(),
  to: text.nullable().describe("The major an upgrade to which was looked at"),
  findings: z.array(finding),
});

const volume = z.strictObject({
  volume: text,
  engine: text,
  anonymous: z.boolean().describe("Nobody named it"),
  containers: z.array(text).describe("That have it, running or not"),
  major: text,
  sizeBytes: z.number(),
  lastWrite: moment,
});

/** What `doctor --json` prints. */
export const doctorSchema = (
  ok: z.ZodType<boolean>,
  exit: z.ZodType<ExitCode>,
): z.ZodType<DoctorJson> =>
  z.strictObject({
    ok,
    host: z.array(check),
    containers: z.array(container),
    volumes: z.array(volume),
    volumesRead: z.number().describe("How many volumes were looked into"),
    unread: z.array(z.strictObject({ volume: text, reason: text })),
    exit,
  });

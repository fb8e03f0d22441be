import { z } from "zod";

const milliseconds = z.array(z.number());

/** What came of one campaign, as it is kept beside others. A figure that is absent is not one of that campaign's. */
export const figuresSchema = z.strictObject({
  /** What must not be, in words; there should be none. */
  violations: z.array(z.string()),
  /** Acts that clients were told were committed, each of them found in the end. */
  acknowledged: z.int().optional(),
  kills: z.int().optional(),
  /** The fail points at which a process died. */
  points: z.array(z.string()).optional(),
  schedules: z.int().optional(),
  /** Single changes of one of two equal servers, each of them noticed and named. */
  planted: z.int().optional(),
  /** Secrets that were found where none may be. */
  secrets: z.int().optional(),
  rollbacks: milliseconds.optional(),
  /** From the start of a process that goes on after another's death to its first deed. */
  decisions: milliseconds.optional(),
  /** Of `dbshift status` with the engine out of reach. */
  statuses: milliseconds.optional(),
});

export type Figures = z.infer<typeof figuresSchema>;

export const resultSchema = z.strictObject({
  campaign: z.string(),
  /** The commit of the project, with `-dirty` where it was changed since. */
  commit: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** It took a part of its points. */
  short: z.boolean(),
  figures: figuresSchema,
});

export type Result = z.infer<typeof resultSchema>;

import { z } from "zod";
import { phases } from "../core/graph.ts";

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    "an id is made of a-z, 0-9 and -, begins with a letter and has at most 40 of them",
  );

const stepSchema = z.strictObject({
  id,
  use: z.string().regex(/^[a-z]+\/[a-z0-9-]+$/, "a step is named like docker/create-volume"),
  phase: z.enum(phases),
  needs: z.array(id).default([]),
  after: z.array(id).default([]),
  fresh: id.optional(),
});

/** A playbook as it is written. Closed keys everywhere: a misspelt word is an error, not a silent default. */
export const playbookSchema = z.strictObject({
  apiVersion: z.literal("dbshift/v1"),
  name: id,
  engine: id,
  strategy: id,
  title: z.string().min(1).max(120),
  description: z.string().max(2000).optional(),
  steps: z.array(stepSchema).min(1).max(200),
  return: z.array(stepSchema).max(200).default([]),
});

export type PlaybookText = z.infer<typeof playbookSchema>;

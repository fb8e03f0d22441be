import { z } from "zod";
import { phases } from "../core/graph.ts";

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    "an id is made of a-z, 0-9 and -, begins with a letter and has at most 40 of them",
  );

const stepSchema = z.strictObject({
  id: id.describe("Its name in this playbook, in the journal and on the screen"),
  use: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9-]+$/, "a step is named like docker/create-volume")
    .describe("Which step it is"),
  phase: z.enum(phases),
  needs: z.array(id).default([]).describe("Steps whose result it uses: it is done again when one of them is"),
  after: z.array(id).default([]).describe("Steps it only follows"),
  fresh: id.optional().describe("An earlier step that is made anew before this one is tried again"),
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
  return: z.array(stepSchema).max(200).default([]).describe("What rollback runs after the pivot"),
});

export type PlaybookText = z.infer<typeof playbookSchema>;

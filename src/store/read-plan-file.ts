import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf, UsageError } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import { planSchema } from "./journal-schema.ts";
import { readText } from "./read-text.ts";

const largestBytes = 16 * 1024 * 1024;
const mostProblems = 10;

/**
 * A plan that was kept in a file. What is in it was written by whoever could write the file, so it is believed to be
 * well formed and nothing more: what it says of the world is looked at again before it is carried out.
 *
 * @throws UsageError where the file cannot be read, or holds no plan this version understands
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const value = parse(path, await textOf(path));
  const format = formatOf(value);
  if (typeof format === "number" && format > 1) {
    throw unusable(path, [
      `It has format ${format}, and this dbshift reads format 1: a newer dbshift wrote it.`,
    ]);
  }
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw unusable(path, problemsOf(parsed.error));
  const { text, sha256 } = parsed.data.playbook;
  if (createHash("sha256").update(text).digest("hex") === sha256) return parsed.data;
  throw unusable(path, ["The playbook in it is not the one it says it is: its SHA-256 does not fit."]);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readText(path, largestBytes);
  } catch (error) {
    throw new UsageError({
      summary: `The plan ${path} cannot be read`,
      detail: [messageOf(error), "Nothing was changed."],
    });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unusable(path, [`It is not JSON: ${messageOf(error)}`]);
  }
}

function formatOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
}

function problemsOf(error: z.ZodError): readonly string[] {
  const problems = z.prettifyError(error).split("\n");
  const left = problems.length - mostProblems;
  return [
    "It is damaged, or it is no plan:",
    ...problems.slice(0, mostProblems),
    ...(left > 0 ? [`and ${left} lines more`] : []),
  ];
}

function unusable(path: string, problems: readonly string[]): UsageError {
  return new UsageError({
    summary: `The plan ${path} cannot be used`,
    detail: [...problems, "Nothing was changed."],
    next: ["dbshift plan --help"],
  });
}

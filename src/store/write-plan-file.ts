import { randomBytes } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, UsageError } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import { isCode, syncDirectory } from "./private-path.ts";

/**
 * Keeps a plan in a file, for its owner alone. The file is there whole or not at all, and on disk when this returns.
 *
 * @throws UsageError where there is a file of that name already, which is left as it is, or it cannot be written
 */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  const directory = dirname(path);
  const draft = join(directory, `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    try {
      await writeDraft(draft, `${JSON.stringify(plan, null, 2)}\n`);
      // Unlike a rename, a link never takes another file's place.
      await link(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
    await syncDirectory(directory);
  } catch (error) {
    throw isCode(error, "EEXIST") ? thereAlready(path) : unwritable(path, error);
  }
}

async function writeDraft(draft: string, text: string): Promise<void> {
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function thereAlready(path: string): UsageError {
  return new UsageError({
    summary: `There is a file ${path} already`,
    detail: ["It is left as it is, and nothing else was changed. Remove it, or name another file."],
  });
}

function unwritable(path: string, error: unknown): UsageError {
  return new UsageError({
    summary: `The plan cannot be written to ${path}`,
    detail: [messageOf(error), "Nothing was changed."],
  });
}

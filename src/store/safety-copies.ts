import { readdir, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { messageOf, UsageError } from "../core/errors.ts";
import type { Json } from "../core/plan.ts";
import { manifestSuffix, type SafetyCopy } from "../core/safety-copy.ts";
import { isCode } from "./private-path.ts";
import { readText } from "./read-text.ts";

const largestManifestBytes = 16 * 1024 * 1024;
const text = z.string();
const sized = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) });

const schema: z.ZodType<SafetyCopy> = z.strictObject({
  format: z.literal(1),
  kind: z.enum(["dump", "volume"]),
  tool: text,
  run: text,
  createdAt: z.iso.datetime(),
  engine: text,
  container: text,
  identity: text,
  version: text,
  image: text,
  major: text,
  mountAt: z.string().startsWith("/"),
  dataDirectory: z.string().startsWith("/"),
  file: sized,
  content: sized,
  facts: z.custom<Json>((value) => value !== undefined, "a value is missing"),
});

export interface KeptCopy {
  readonly directory: string;
  readonly name: string;
  readonly copy: SafetyCopy;
}

/**
 * What lies beside a copy's file. Its length is compared; its digest is when it is read, which may take long.
 *
 * @throws UsageError where the file is not there, is not whole, or nothing says what it is
 */
export async function readSafetyCopy(path: string): Promise<KeptCopy> {
  const file = resolve(path);
  try {
    const copy = schema.parse(JSON.parse(await readText(`${file}${manifestSuffix}`, largestManifestBytes)));
    const { size } = await stat(file);
    if (size !== copy.file.bytes) {
      throw new Error(`it has ${String(size)} bytes, and had ${String(copy.file.bytes)} when it was kept`);
    }
    return { directory: dirname(file), name: basename(file), copy };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UsageError({
      summary: `${file} is no copy that dbshift kept, or not whole`,
      detail: [reason, `What it is stands beside it, in ${basename(file)}${manifestSuffix}.`],
      next: [`dbshift copies list ${dirname(file)}`],
    });
  }
}

export interface CopyListing {
  readonly whole: readonly KeptCopy[];
  /** Files that look like copies and are none: a reason for each. */
  readonly damaged: readonly { readonly name: string; readonly why: string }[];
}

/** The copies in a directory, the newest first. @throws UsageError where it cannot be read */
export async function listSafetyCopies(directory: string): Promise<CopyListing> {
  const names = await namesIn(directory);
  const whole: KeptCopy[] = [];
  const damaged: { name: string; why: string }[] = [];
  for (const name of names.filter((each) => /\.(sql|tar)\.gz$/.test(each))) {
    try {
      whole.push(await readSafetyCopy(join(directory, name)));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      damaged.push({ name, why: error.detail[0] ?? "" });
    }
  }
  return { whole: whole.sort((a, b) => (a.copy.createdAt < b.copy.createdAt ? 1 : -1)), damaged };
}

/** The file first: what is left of a removal that was cut off is then named as damaged, and not taken for a copy. */
export async function removeSafetyCopy({ directory, name }: KeptCopy): Promise<void> {
  for (const file of [name, `${name}${manifestSuffix}`]) {
    await unlink(join(directory, file)).catch((error: unknown) => {
      if (!isCode(error, "ENOENT")) throw error;
    });
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    throw new UsageError({ summary: `${directory} cannot be read`, detail: [messageOf(error)] });
  }
}

import type { SafetyCopy, SizedFile } from "../../core/safety-copy.ts";
import { manifestSuffix } from "../../core/safety-copy.ts";
import { StepError } from "../../core/errors.ts";
import type { WriteContext } from "../../playbook/context.ts";
import type { OwnMount } from "../../ports/runtime.ts";
import { keepScript, manifestScript } from "./keep-scripts.ts";
import { runHelper } from "../../steps/run-helper.ts";

const keptAt = "/kept";

interface Wish {
  readonly role: string;
  /** Named in the error when it fails. */
  readonly what: string;
  readonly image: string;
  readonly directory: string;
  readonly name: string;
  /** A bash script that prints what is to be kept, and its arguments. */
  readonly make: string;
  readonly makeArguments: readonly string[];
  readonly mounts: readonly OwnMount[];
}

/** Keeps what a script prints, compressed, in a directory of the host. The data never passes through this process. */
export async function keepFile(
  ctx: WriteContext,
  { role, what, image, directory, name, make, makeArguments, mounts }: Wish,
): Promise<{ readonly file: SizedFile; readonly content: SizedFile }> {
  const printed = await runHelper(ctx, {
    role,
    what,
    image,
    argv: ["bash", "-c", keepScript, "keep", `${keptAt}/${name}`, make, ...makeArguments],
    user: "root",
    may: ["handle all files"],
    mounts: [...mounts, { directory, at: keptAt }],
  });
  const [contentSha256 = "", contentBytes = "", sha256 = "", bytes = ""] = printed.trim().split("\n");
  if (![contentSha256, sha256].every((digest) => /^[0-9a-f]{64}$/.test(digest))) {
    throw new StepError({ summary: `${what} did not say what it wrote`, detail: printed.split("\n") });
  }
  return {
    file: { sha256, bytes: Number(bytes) },
    content: { sha256: contentSha256, bytes: Number(contentBytes) },
  };
}

/** Writes beside a kept file what it is; from then on it counts. */
export async function keepManifest(
  ctx: WriteContext,
  { role, image, directory, name }: Pick<Wish, "role" | "image" | "directory" | "name">,
  copy: SafetyCopy,
): Promise<void> {
  await runHelper(ctx, {
    role,
    what: "Writing what the copy is",
    image,
    argv: [
      "bash",
      "-c",
      manifestScript,
      "manifest",
      `${keptAt}/${name}${manifestSuffix}`,
      JSON.stringify(copy),
    ],
    user: "root",
    may: ["handle all files"],
    mounts: [{ directory, at: keptAt }],
  });
}

import type { SafetyCopy, SizedFile } from "../../core/safety-copy.ts";
import { manifestSuffix } from "../../core/safety-copy.ts";
import { StepError } from "../../core/errors.ts";
import type { WriteContext } from "../../playbook/context.ts";
import type { OwnMount } from "../../ports/runtime.ts";
import { runHelper } from "./run-helper.ts";

const keptAt = "/kept";

/**
 * What `make` prints goes through gzip into a file that nobody has read before it is whole: it has another name until it
 * is on disk and was decompressed again. It belongs to whom its directory belongs to, and nobody else may read it.
 * Prints digest and length of what went in, then of the file.
 */
const script = `
set -euo pipefail
umask 077
file="$1"
make="$2"
shift 2
rm -f "$file.partial"
bash -euo pipefail -c "$make" make "$@" | gzip -c > "$file.partial"
chown "$(stat -c %u:%g "\${file%/*}")" "$file.partial"
sync "$file.partial" 2> /dev/null || sync
gzip -dc "$file.partial" | sha256sum | cut -d ' ' -f 1
gzip -dc "$file.partial" | wc -c | tr -d ' '
sha256sum "$file.partial" | cut -d ' ' -f 1
stat -c %s "$file.partial"
mv "$file.partial" "$file"
sync
`;

/** A manifest is there only once the file it speaks of is. */
const manifestScript = `
set -euo pipefail
umask 077
printf '%s\\n' "$2" > "$1.partial"
chown "$(stat -c %u:%g "\${1%/*}")" "$1.partial"
sync
mv "$1.partial" "$1"
sync
`;

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
    argv: ["bash", "-c", script, "keep", `${keptAt}/${name}`, make, ...makeArguments],
    user: "root",
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
    mounts: [{ directory, at: keptAt }],
  });
}

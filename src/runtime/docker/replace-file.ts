import { StepError } from "../../core/errors.ts";
import type { Engine } from "./engine.ts";
import { runProgram } from "./exec.ts";
import { visibleText } from "./visible-text.ts";

// The length is checked before the rename: a client that dies half-way ends stdin like one that is finished.
// `sync FILE` and `sync DIRECTORY` are in coreutils since 8.24 and in busybox since 1.22.
const replace = `
set -eu
path=$(readlink -f -- "$1")
directory=$(dirname -- "$path")
rm -f -- "$directory"/.dbshift-replace-*
temporary=$(mktemp "$directory/.dbshift-replace-XXXXXX")
trap 'rm -f -- "$temporary"' EXIT
cat >"$temporary"
[ "$(wc -c <"$temporary")" -eq "$2" ] || { echo "the content came only in part" >&2; exit 65; }
chown "$(stat -c %u:%g -- "$path")" "$temporary"
chmod "$(stat -c %a -- "$path")" "$temporary"
sync "$temporary"
mv -f -- "$temporary" "$path"
sync "$directory"
`;

export async function replaceFile(
  engine: Engine,
  containerId: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const length = String(Buffer.byteLength(content));
  const argv = ["sh", "-c", replace, "replace", path, length];
  const result = await runProgram(engine, containerId, { argv, user: "0", stdin: content, seconds: 60 });
  if (result.exitCode !== 0) {
    throw new StepError({
      summary: `${visibleText(path)} was not replaced in the container ${containerId.slice(0, 12)}`,
      detail: [visibleText(result.stderr.trim())],
    });
  }
}

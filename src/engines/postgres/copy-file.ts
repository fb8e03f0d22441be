import type { CopyWork } from "../../ports/copy-work.ts";

/** Where the directory of a copy is mounted. */
export const keptAt = "/kept";

/** How the scripts for copies begin: the file is what its manifest says, and there is room for what is in it. */
export const assertCopyScript = `
set -euo pipefail
file="$1" sha256="$2" bytes="$3" into="$4"
printf '%s  %s\\n' "$sha256" "$file" | sha256sum -c - > /dev/null || {
  echo "The file is not what it was when it was kept." >&2
  exit 8
}
free=$(df -Pk "$into" | awk 'NR == 2 { print $4 }')
[ $((free * 1024)) -gt "$bytes" ] || {
  echo "There are $((free / 1024)) MiB free, and $((bytes / 1048576)) MiB are to be unpacked." >&2
  exit 7
}
`;

/** File, digest and unpacked size, as the script above takes them. */
export function copyArguments({ name, copy }: CopyWork): string[] {
  return [`${keptAt}/${name}`, copy.file.sha256, String(copy.content.bytes)];
}

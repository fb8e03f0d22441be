/**
 * Gives what was written its name. `mv` into a directory, or through a link to one, would put it where nobody looks, so
 * it counts only where it is seen. Not every image's `mv` knows -T.
 */
const takePlace = `
take_place() {
  if [ -L "$2" ] || [ -d "$2" ]; then echo "$2 is a link or a directory, not a file of dbshift's." >&2; exit 9; fi
  mv "$1" "$2"
  [ -f "$2" ] && [ ! -L "$2" ]
}
`;

/**
 * What `make` prints goes through gzip into a file that nobody has read before it is whole: it has another name until it
 * is on disk and was decompressed again. It belongs to whom its directory belongs to, and nobody else may read it.
 * Prints digest and length of what went in, then of the file.
 */
export const keepScript = `${takePlace}
set -euo pipefail
umask 077
file="$1"
make="$2"
shift 2
rm -f "$file.partial"
set -o noclobber
bash -euo pipefail -c "$make" make "$@" | gzip -c > "$file.partial"
chown -h "$(stat -c %u:%g "\${file%/*}")" "$file.partial"
sync "$file.partial" 2> /dev/null || sync
gzip -dc "$file.partial" | sha256sum | cut -d ' ' -f 1
gzip -dc "$file.partial" | wc -c | tr -d ' '
sha256sum "$file.partial" | cut -d ' ' -f 1
stat -c %s "$file.partial"
take_place "$file.partial" "$file"
sync
`;

/** A manifest is there only once the file it speaks of is. */
export const manifestScript = `${takePlace}
set -euo pipefail
umask 077
rm -f "$1.partial"
set -o noclobber
printf '%s\\n' "$2" > "$1.partial"
chown -h "$(stat -c %u:%g "\${1%/*}")" "$1.partial"
sync
take_place "$1.partial" "$1"
sync
`;

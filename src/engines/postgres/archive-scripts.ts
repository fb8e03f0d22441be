/** Every file below a directory as a tar archive on stdout; owners by number, because names differ between images. */
export const archiveScript = `tar -C "$1" --numeric-owner -cf - .`;

/** Fills an empty directory from an archive, and says where a file of another directory differs from it. */
export const unpackAndCompareScript = `
set -euo pipefail
archive="$1"
original="$2"
copy="$3"
gzip -dc "$archive" | tar -C "$copy" --numeric-owner -xf -
names() { cd "$1" && find . -print0 | LC_ALL=C sort -z; }
list() {
  names "$1" | (cd "$1" && xargs -0 -r stat -c '%F %a %u %g %n')
  (cd "$1" && find . -type l -print0 | LC_ALL=C sort -z | xargs -0 -r -n 1 readlink)
  (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
}
if ! diff <(list "$original") <(list "$copy") >&2; then
  echo "What comes out of the archive is not what is on the volume." >&2
  exit 9
fi
`;

/** Admits our own tools on the loopback of a private server, and nobody else. */
export const ownRulesScript = `
set -eu
printf 'host all all 127.0.0.1/32 trust\\n' > "$1"
chmod 0644 "$1"
sync
`;

/** Reads every row there is, which also has the server check whatever checksums its pages have. */
export const readAllScript = `
set -euo pipefail
pg_dumpall --no-password | sha256sum > /dev/null
`;

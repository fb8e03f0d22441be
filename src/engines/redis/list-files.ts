/**
 * For a POSIX shell: `list DIRECTORY` prints of each file its SHA-256 and name, in a fixed order, without what a server
 * only leaves half written; `sum_up DIRECTORY` what all that comes to.
 */
export const listScript = `
list() { (cd "$1" && find . -type f ! -name 'temp-*' -exec sha256sum {} + | LC_ALL=C sort); }
sum_up() {
  list "$1" >/tmp/listing
  echo "sha256 $(sha256sum </tmp/listing | cut -d ' ' -f 1)"
  echo "files $(wc -l </tmp/listing)"
  echo "bytes $(cd "$1" && find . -type f ! -name 'temp-*' -exec cat {} + | wc -c)"
}
`;

export interface Listing {
  /** Of the whole list: equal where every file is. */
  readonly sha256: string;
  readonly files: number;
  readonly bytes: number;
}

/** What `sum_up` printed; undefined where it was something else. */
export function readListing(text: string): Listing | undefined {
  const [, sha256, files, bytes] = /^sha256 ([0-9a-f]{64})\nfiles\s+(\d+)\nbytes\s+(\d+)\n$/.exec(text) ?? [];
  return sha256 === undefined ? undefined : { sha256, files: Number(files), bytes: Number(bytes) };
}

import { UsageError } from "./errors.ts";

/** An upgrade as it was asked for. `from` is absent where only `--to` was given. */
export interface Pair {
  readonly from: string | undefined;
  readonly to: string;
}

const version = String.raw`v?(\d+(?:\.\d+)*(?:-[A-Za-z0-9][\w.-]*)?)`;
const joined = new RegExp(`^${version}(?:->|=>|→|\\.\\.|:|-to-)${version}$`);
const single = new RegExp(`^${version}$`);

/** The pair in one word (`15->16`, `15..16`, `15:16`, `15→16`), or undefined where the word is no pair. */
export function parsePair(word: string): Pair | undefined {
  if (word.split("-to-").length > 2) return undefined;
  const match = joined.exec(word);
  return match?.[1] !== undefined && match[2] !== undefined ? { from: match[1], to: match[2] } : undefined;
}

/** One side of a pair written as two words, as in `15 16`. */
export function parseVersion(word: string): string | undefined {
  return single.exec(word)?.[1];
}

export function pairExpected(got: string): UsageError {
  return new UsageError({
    summary: `"${got}" is not a pair of versions`,
    detail: ["Write the version the database has and the one it shall get, like 15..16 or '15->16'."],
    next: ["dbshift postgres 15..16 my-database"],
  });
}

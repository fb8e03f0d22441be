import { UsageError } from "./errors.ts";

/**
 * An upgrade as it was asked for. `from` is absent where only `--to` was given. A version of another product than the
 * engine's first has that in front: `valkey:8`.
 */
export interface Pair {
  readonly from: string | undefined;
  readonly to: string;
}

const version = String.raw`((?:[a-z][a-z0-9]*:)?)v?(\d+(?:\.\d+)*(?:-[A-Za-z0-9][\w.-]*)?)`;
const joined = new RegExp(`^${version}(?:->|=>|→|\\.\\.|:|-to-)${version}$`);
const single = new RegExp(`^${version}$`);

/** The pair in one word (`15->16`, `15..16`, `15→16`, `7.2..valkey:8`), or undefined where the word is no pair. */
export function parsePair(word: string): Pair | undefined {
  if (word.split("-to-").length > 2) return undefined;
  const match = joined.exec(word);
  if (match === null) return undefined;
  const [, fromProduct = "", from = "", toProduct = "", to = ""] = match;
  return { from: `${fromProduct}${from}`, to: `${toProduct}${to}` };
}

/** One side of a pair written as two words, as in `15 16`. */
export function parseVersion(word: string): string | undefined {
  const match = single.exec(word);
  return match === null ? undefined : `${match[1] ?? ""}${match[2] ?? ""}`;
}

/** @param example a pair of versions the engine has, to show how one is written */
export function pairExpected(got: string, engine: string, { from, to }: Pair): UsageError {
  const example = `${from ?? ""}..${to}`;
  return new UsageError({
    summary: `"${got}" is not a pair of versions`,
    detail: [
      `Write the version the database has and the one it shall get, like ${example} or '${from ?? ""}->${to}'.`,
    ],
    next: [`dbshift ${engine} ${example} my-database`],
  });
}

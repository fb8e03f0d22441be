import { z } from "zod";
import type { PinnedSession } from "../pin-session.ts";
import { rowsAsText } from "../rows-as-text.ts";
import type { Holder } from "./holder.ts";
import { hashOf, rowText, seeds } from "./row-hash.ts";

export interface KeyedHolder {
  readonly holder: Holder;
  /** Quoted columns. */
  readonly key: readonly string[];
}

/** Rows whose keys' hashes say that they belong together, on either side. */
export interface Part {
  readonly rows: number;
  readonly sums: string;
}

const parts = 4096;
const longestKey = 200;

/** SQL for the part of a key at this depth; each depth deals anew. */
const partAt = (depth: number): string => `(${hashOf("q.k", 101 + depth)} & ${String(parts - 1)})`;

const inPath = (path: readonly number[]): string =>
  path.map((part, depth) => `${partAt(depth)} = ${String(part)}`).join(" and ") || "true";

const keyedRows = ({ holder: { from, columns }, key }: KeyedHolder): string =>
  `(select ${rowText(key)} as k, ${rowText(columns)} as t from ${from} offset 0) q`;

/** What is in the part that the path leads to, dealt into parts: at most 4096, however many rows there are. */
export async function readParts(
  { session }: PinnedSession,
  keyed: KeyedHolder,
  path: readonly number[],
): Promise<ReadonlyMap<number, Part>> {
  const sums = seeds.map((seed) => `sum(${hashOf("q.t", seed)})`).join(" || '/' || ");
  const found = await session.rows(
    z.object({ part: z.string(), rows: z.string(), sums: z.string() }),
    `select ${partAt(path.length)}::text as part, count(*)::text as rows, ${sums} as sums
     from ${keyedRows(keyed)} where ${inPath(path)} group by 1`,
  );
  return new Map(found.map(({ part, rows, sums: all }) => [Number(part), { rows: Number(rows), sums: all }]));
}

const rowSchema = z.object({ id: z.string(), key: z.string(), row: z.string() });

/** The rows of some of those parts, by hashes of their keys: each with the beginning of its key and hashes of itself. */
export async function readRows(
  pinned: PinnedSession,
  keyed: KeyedHolder,
  { path, parts: wanted }: { readonly path: readonly number[]; readonly parts: readonly number[] },
): Promise<ReadonlyMap<string, z.infer<typeof rowSchema>>> {
  const hashes = (text: string): string => seeds.map((seed) => hashOf(text, seed)).join(" || '/' || ");
  const rows = await rowsAsText(
    pinned,
    rowSchema,
    `select ${hashes("q.k")} as id, left(q.k, ${String(longestKey)}) as key, ${hashes("q.t")} as row
     from ${keyedRows(keyed)}
     where ${inPath(path)} and ${partAt(path.length)} in (${wanted.join(", ")})`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

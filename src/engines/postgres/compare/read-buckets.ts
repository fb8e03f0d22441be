import { z } from "zod";
import type { Kind, Majors } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { rowsAsText } from "./rows-as-text.ts";

export interface Bucket {
  readonly items: number;
  /** Of everything that the server tells of its items. */
  readonly digest: string;
}

/** SQL for which of 4096 buckets an item falls into, by its identity alone, so the same on both sides. */
export const bucketOf = (item: string): string =>
  `left(encode(sha256(textsend(${item}.identity)), 'hex'), 3)`;

const bucketSchema = z.object({ bucket: z.string(), items: z.int(), digest: z.string() });

/**
 * Everything of one kind, as a digest for each bucket: a database may hold hundreds of thousands of items, few of them
 * differ, and only those are worth the memory.
 */
export async function readBuckets(
  pinned: PinnedSession,
  kind: Kind,
  majors: Majors,
): Promise<ReadonlyMap<string, Bucket>> {
  if (kind.since !== undefined && majors.common < kind.since) return new Map();
  const rows = await rowsAsText(
    pinned,
    bucketSchema,
    `select d.bucket, count(*) as items, encode(sha256(string_agg(d.digest, '' order by d.digest)), 'hex') as digest
     from (select ${bucketOf("k")} as bucket, sha256(textsend(row_to_json(k)::text)) as digest
       from (${kind.sql(majors)}) k) d
     group by d.bucket`,
  );
  return new Map(rows.map(({ bucket, items, digest }) => [bucket, { items, digest }]));
}

import { z } from "zod";
import type { Item } from "./inventory.ts";
import type { Kind, Majors } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { bucketOf } from "./read-buckets.ts";
import { rowsAsText } from "./rows-as-text.ts";

const rowSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.int(), z.null()]));

/** What of one kind the session's database, or its cluster, holds: all of it, or what is in the given buckets. */
export async function readItems(
  pinned: PinnedSession,
  kind: Kind,
  majors: Majors,
  buckets?: string[],
): Promise<Item[]> {
  if (kind.since !== undefined && majors.common < kind.since) return [];
  const all = kind.sql(majors);
  const rows =
    buckets === undefined
      ? await rowsAsText(pinned, rowSchema, all)
      : await rowsAsText(pinned, rowSchema, `select k.* from (${all}) k where ${bucketOf("k")} = any ($1)`, [
          buckets,
        ]);
  return rows.map((row) => toItem(kind.name, row));
}

function toItem(kind: string, row: z.infer<typeof rowSchema>): Item {
  const properties: Record<string, string | null> = {};
  const address: Record<string, string | null> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === "identity") continue;
    const text = value === null ? null : String(value);
    if (column.startsWith("_")) address[column.slice(1)] = text;
    else properties[column] = text;
  }
  return { kind, identity: z.string().parse(row["identity"]), properties, address };
}

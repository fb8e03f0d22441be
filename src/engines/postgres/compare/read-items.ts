import { z } from "zod";
import type { Item } from "./inventory.ts";
import type { Kind, Majors } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { rowsAsText } from "./rows-as-text.ts";

const rowSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.int(), z.null()]));

/** What of one kind the session's database, or its cluster, holds: all of it, or the given identities alone. */
export async function readItems(
  pinned: PinnedSession,
  kind: Kind,
  majors: Majors,
  identities?: readonly string[],
): Promise<Item[]> {
  if (kind.since !== undefined && majors.common < kind.since) return [];
  const [query, params] =
    identities === undefined
      ? [kind.sql(majors), []]
      : [`select k.* from (${kind.sql(majors)}) k where k.identity = any ($1::text[])`, [identities]];
  const rows = await rowsAsText(pinned, rowSchema, query, params);
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

import { z } from "zod";
import type { PinnedSession } from "../pin-session.ts";
import { rowsAsText } from "../rows-as-text.ts";
import type { Holder } from "./holder.ts";
import { largeObjectRows } from "./large-object-rows.ts";

/** The primary key, else another one that tells every row: unique, whole, at once, and of columns that are never NULL. */
const keys = (relation: string): string => `
  select array(select quote_ident(t.attname) from unnest(x.indkey::int2[]) with ordinality k (attnum, place)
    join pg_attribute t on t.attrelid = x.indrelid and t.attnum = k.attnum
    where k.place <= x.indnkeyatts order by k.place) as columns
  from pg_index x
  where x.indrelid = ${relation}::regclass and x.indisunique and x.indisvalid and x.indimmediate
    and x.indpred is null and x.indexprs is null
    and not exists (select from unnest(x.indkey::int2[]) with ordinality k (attnum, place)
      join pg_attribute t on t.attrelid = x.indrelid and t.attnum = k.attnum
      where k.place <= x.indnkeyatts and not t.attnotnull)
  order by x.indisprimary desc, x.indexrelid limit 1`;

/** The quoted columns of the key by which rows can be told apart; empty where there is none. */
export async function readKey(pinned: PinnedSession, holder: Holder): Promise<readonly string[]> {
  if (holder === largeObjectRows) return ["oid"];
  if (holder.relation === undefined) return [];
  const literal = `'${holder.relation.replaceAll("'", "''")}'`;
  const [found] = await rowsAsText(pinned, z.object({ columns: z.array(z.string()) }), keys(literal));
  return found?.columns ?? [];
}

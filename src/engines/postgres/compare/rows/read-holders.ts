import { z } from "zod";
import type { PinnedSession } from "../pin-session.ts";
import { rowsAsText } from "../rows-as-text.ts";
import { qualifiedName } from "../sql/names.ts";
import { relationHoldingUsersRows } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";
import type { Holder } from "./holder.ts";
import { largeObjectRows } from "./large-object-rows.ts";

const schema = z.object({
  kind: z.string(),
  identity: z.string(),
  relation: z.string(),
  condition: z.string(),
  columns: z.array(z.string()),
  recomputed: z.boolean(),
  size: z.string(),
});

/**
 * Columns go by name, because a dump gives inherited ones another place than they had. `condition` is an extension's own
 * for what of its table it leaves to a dump.
 */
const holders = `
  select ${words("c.relkind", { r: "table", m: "materialized view" })} as kind,
    ${qualifiedName("n.nspname", "c.relname")} as identity,
    format('%I.%I', n.nspname, c.relname) as relation,
    coalesce((select e.extcondition[array_position(e.extconfig, c.oid)] from pg_extension e
      where c.oid = any (e.extconfig)), '') as condition,
    array(select quote_ident(t.attname) from pg_attribute t
      where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped order by t.attname collate "C") as columns,
    c.relkind = 'm' as recomputed,
    pg_table_size(c.oid)::text as size
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated) and c.relpersistence <> 't'
    and ${relationHoldingUsersRows("c")}`;

/** Everything in the session's database that holds rows of users. Rows of foreign tables are another server's. */
export async function readHolders(pinned: PinnedSession): Promise<Holder[]> {
  const found = await rowsAsText(pinned, schema, holders);
  return found.map(({ relation, condition, size, ...rest }) => ({
    ...rest,
    relation,
    // ONLY, so that a parent does not tell its children's rows again.
    from: condition === "" ? `only ${relation} a` : `(select * from only ${relation} ${condition}) a`,
    size: BigInt(size),
  }));
}

/** The same, and the large objects, of which the catalog does not tell the bytes. */
export async function readContentHolders(pinned: PinnedSession): Promise<Holder[]> {
  return [...(await readHolders(pinned)), largeObjectRows];
}

import type { Kind } from "../kind.ts";
import { name, qualifiedName } from "../sql/names.ts";
import { sortedEntries } from "../sql/lists.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";

/** What follows the table's name, so that the definition can be put on another table. */
const definition = `substr(pg_get_indexdef(i.indexrelid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
        case when i.indisunique then 'UNIQUE ' end, x.relname, case x.relkind when 'I' then 'ONLY ' end,
        n.nspname, c.relname)))`;

const from = `
    from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace`;

export const indexOnTable: Kind = {
  name: "index",
  sql: () => `
    select ${qualifiedName("n.nspname", "x.relname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      quote_ident(c.relname) as _table,
      ${qualifiedName("n.nspname", "c.relname")} as on,
      i.indisunique as unique,
      ${definition} as definition,
      i.indisvalid as valid,
      i.indisready as ready,
      i.indimmediate as immediate,
      i.indisclustered as clustered,
      i.indisreplident as "replica identity",
      (select ${qualifiedName("pn.nspname", "p.relname")} from pg_inherits h join pg_class p on p.oid = h.inhparent
        join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = x.oid) as "partition of",
      (select string_agg(a.attnum || ': ' || a.attstattarget, ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = x.oid and a.attstattarget >= 0) as "statistics targets",
      (select ${name("s.spcname")} from pg_tablespace s where s.oid = x.reltablespace) as tablespace,
      ${sortedEntries("x.reloptions")} as options
    ${from}
    where c.relkind in ('r', 'p', 'm') and ${relationMadeByUser("c")}`,
  rephrase: {
    definition: ({ source, sourceItem, targetItem: { address } }, probe) => {
      const table = `${probe}.${String(address["table"])}`;
      const unique = sourceItem.properties["unique"] === "true" ? "unique " : "";
      return {
        statements: [
          `create table ${table} (like ${String(address["relation"])})`,
          `create ${unique}index dbshift_probe on ${table} ${String(source)}`,
        ],
        read: `select ${definition} as text ${from} where i.indrelid = $1::regclass`,
        params: [table],
      };
    },
  },
};

import type { Kind } from "../kind.ts";
import { digestOfEntries, sortedEntries } from "../sql/lists.ts";
import { name, qualifiedName, typeName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const readExpression = `
  select pg_get_expr(d.adbin, d.adrelid) as text
  from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  where d.adrelid = $1::regclass and quote_ident(a.attname) = $2`;

/**
 * What a user set with ALTER COLUMN … SET. Servers from 15.20 on keep a number of their own among the options, which
 * pg_dump carries in a binary upgrade alone.
 */
const ownOptions = `array(select option from unnest(a.attoptions) option where option not like 'pg\\_attver=%')`;

/** Columns of tables, views and composite types. Dropped ones are not there, and do not count for the position. */
export const column: Kind = {
  name: "column",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "c.relname")} || '.' || ${name("a.attname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      quote_ident(a.attname) as _column,
      format_type(a.atttypid, a.atttypmod) as _type,
      exists (select from pg_inherits i where i.inhrelid = c.oid and not c.relispartition)::text as _inherits,
      row_number() over (partition by a.attrelid order by a.attnum) as position,
      ${typeName("a.atttypid", "a.atttypmod")} as type,
      a.attnotnull as "not null",
      case a.attgenerated when '' then pg_get_expr(d.adbin, d.adrelid) end as default,
      case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as "generated as",
      ${words("a.attgenerated", { "": "no", s: "stored", v: "virtual" })} as generated,
      ${words("a.attidentity", { "": "no", a: "always", d: "by default" })} as "identity column",
      (select ${qualifiedName("ln.nspname", "l.collname")} from pg_collation l
        join pg_namespace ln on ln.oid = l.collnamespace
        where l.oid = a.attcollation and a.attcollation <> t.typcollation) as "collation",
      (select ${words("a.attstorage", { p: "plain", e: "external", m: "main", x: "extended" })}
        where a.attstorage <> t.typstorage) as storage,
      ${majors.common >= 14 ? words("a.attcompression", { "": "default", p: "pglz", l: "lz4" }) : "null::text"} as compression,
      coalesce(a.attstattarget, -1) as "statistics target",
      ${sortedEntries(ownOptions)} as options,
      ${digestOfEntries("a.attfdwoptions")} as "foreign options",
      a.attislocal as "defined here",
      a.attinhcount > 0 as inherited,
      ${privileges({ acl: "a.attacl", type: "c", owner: "c.relowner" }, majors)} as privileges
    from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
      and ${relationMadeByUser("c")}`,
  rephrase: {
    default: ({ source, targetItem: { address } }) => ({
      statements: [
        `alter table ${String(address["relation"])} alter column ${String(address["column"])} set default ${String(source)}`,
      ],
      read: readExpression,
      params: [String(address["relation"]), String(address["column"])],
    }),
    "generated as": ({ source, targetItem: { address, properties } }, probe) => ({
      statements: [
        `create table ${probe}.generating (like ${String(address["relation"])})`,
        `alter table ${probe}.generating drop column ${String(address["column"])}`,
        `alter table ${probe}.generating add column ${String(address["column"])} ${String(address["type"])}
           generated always as (${String(source)}) ${String(properties["generated"])}`,
      ],
      read: readExpression,
      params: [`${probe}.generating`, String(address["column"])],
    }),
  },
};

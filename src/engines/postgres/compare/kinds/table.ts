import type { Kind } from "../kind.ts";
import { digestOfEntries, sortedEntries } from "../sql/lists.ts";
import { name, qualifiedName, roleName, typeName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const parents = (partitions: boolean): string => `
  (select string_agg(${qualifiedName("pn.nspname", "p.relname")}, ', ' order by i.inhseqno)
   from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
   where i.inhrelid = c.oid and ${partitions ? "" : "not"} c.relispartition)`;

export const table: Kind = {
  name: "table",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "c.relname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      ${words("c.relkind", { r: "ordinary", p: "partitioned", f: "foreign" })} as kind,
      ${roleName("c.relowner")} as owner,
      ${words("c.relpersistence", { p: "permanent", u: "unlogged" })} as persistence,
      ${parents(true)} as "partition of",
      pg_get_expr(c.relpartbound, c.oid) as "partition bound",
      pg_get_partkeydef(c.oid) as "partition key",
      ${parents(false)} as "inherits from",
      ${majors.common >= 14 ? "(select bool_or(i.inhdetachpending) from pg_inherits i where i.inhrelid = c.oid)" : "null::text"}
        as "detach pending",
      (select ${typeName("c.reloftype")} where c.reloftype <> 0) as "of type",
      c.relrowsecurity as "row security",
      c.relforcerowsecurity as "row security forced",
      ${words("c.relreplident", { d: "default", n: "nothing", f: "full", i: "index" })} as "replica identity",
      (select ${name("a.amname")} from pg_am a where a.oid = c.relam and c.relkind = 'r') as "access method",
      (select ${name("s.spcname")} from pg_tablespace s where s.oid = c.reltablespace) as tablespace,
      ${sortedEntries("c.reloptions")} as options,
      (select ${sortedEntries("t.reloptions")} from pg_class t where t.oid = c.reltoastrelid) as "TOAST options",
      (select ${name("s.srvname")} from pg_foreign_server s where s.oid = f.ftserver) as server,
      ${digestOfEntries("f.ftoptions")} as "foreign options",
      ${privileges({ acl: "c.relacl", type: "r", owner: "c.relowner" }, majors)} as privileges
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_foreign_table f on f.ftrelid = c.oid
    where c.relkind in ('r', 'p', 'f') and ${relationMadeByUser("c")}`,
  rephrase: {
    "partition key": ({ source, targetItem }, probe) => ({
      statements: [
        `create table ${probe}.keyed (like ${String(targetItem.address["relation"])}) partition by ${String(source)}`,
      ],
      read: `select pg_get_partkeydef($1::regclass) as text`,
      params: [`${probe}.keyed`],
    }),
  },
};

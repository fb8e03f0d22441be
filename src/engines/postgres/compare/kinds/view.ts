import type { Kind } from "../kind.ts";
import { sortedEntries } from "../sql/lists.ts";
import { name, qualifiedName, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const rephrase: Kind["rephrase"] = {
  definition: ({ source }, probe) => ({
    statements: [`create view ${probe}.worded as ${String(source)}`],
    read: `select pg_get_viewdef($1::regclass) as text`,
    params: [`${probe}.worded`],
  }),
};

export const view: Kind = {
  name: "view",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "c.relname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      ${roleName("c.relowner")} as owner,
      ${sortedEntries("c.reloptions")} as options,
      pg_get_viewdef(c.oid) as definition,
      ${privileges({ acl: "c.relacl", type: "r", owner: "c.relowner" }, majors)} as privileges
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and ${relationMadeByUser("c")}`,
  rephrase,
};

export const materializedView: Kind = {
  name: "materialized view",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "c.relname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      ${roleName("c.relowner")} as owner,
      ${words("c.relpersistence", { p: "permanent", u: "unlogged" })} as persistence,
      c.relispopulated as populated,
      (select ${name("a.amname")} from pg_am a where a.oid = c.relam) as "access method",
      (select ${name("s.spcname")} from pg_tablespace s where s.oid = c.reltablespace) as tablespace,
      ${sortedEntries("c.reloptions")} as options,
      (select ${sortedEntries("t.reloptions")} from pg_class t where t.oid = c.reltoastrelid) as "TOAST options",
      pg_get_viewdef(c.oid) as definition,
      ${privileges({ acl: "c.relacl", type: "r", owner: "c.relowner" }, majors)} as privileges
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'm' and ${relationMadeByUser("c")}`,
  rephrase,
};

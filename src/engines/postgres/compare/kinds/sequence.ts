import type { Kind } from "../kind.ts";
import { identityOf, qualifiedName, roleName, typeName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

/** Where a sequence stands is read apart, from the sequence itself. */
export const sequence: Kind = {
  name: "sequence",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "c.relname")} as identity,
      ${roleName("c.relowner")} as owner,
      ${words("c.relpersistence", { p: "permanent", u: "unlogged" })} as persistence,
      ${typeName("s.seqtypid")} as type,
      s.seqstart::text as start,
      s.seqincrement::text as increment,
      s.seqmin::text as minimum,
      s.seqmax::text as maximum,
      s.seqcache::text as cache,
      s.seqcycle as cycles,
      (select ${identityOf("pg_class", "o.refobjid", "o.refobjsubid")} from pg_depend o
        where o.classid = 'pg_class'::regclass and o.objid = c.oid and o.objsubid = 0
          and o.refclassid = 'pg_class'::regclass and o.refobjsubid > 0 and o.deptype in ('a', 'i')) as "owned by",
      ${privileges({ acl: "c.relacl", type: "s", owner: "c.relowner" }, majors)} as privileges
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    where ${relationMadeByUser("c")}`,
};

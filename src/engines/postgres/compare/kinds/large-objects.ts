import type { Kind } from "../kind.ts";
import { roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";

/** There may be millions, so they are told by owner and privileges, with a sum that stands for which ones they are. */
export const largeObjects: Kind = {
  name: "large objects",
  sql: (majors) => `
    select 'of ' || o.owner || ' with privileges ' || coalesce(o.privileges, 'none') as identity,
      sum(o.number)::text as number,
      sum(o.sum)::text as "sum of identifiers"
    from (
      select ${roleName("l.lomowner")} as owner,
        ${privileges({ acl: "l.lomacl", type: "L", owner: "l.lomowner" }, majors)} as privileges,
        l.number, l.sum
      from (
        select m.lomowner, m.lomacl, count(*) as number, sum(hashint8extended(m.oid::bigint, 0)) as sum
        from pg_largeobject_metadata m group by m.lomowner, m.lomacl
      ) l
    ) o group by o.owner, o.privileges`,
};

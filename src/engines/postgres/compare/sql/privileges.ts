import type { Majors } from "../kind.ts";
import { roleName } from "./names.ts";

interface Privileged {
  /** The aclitem[] column; NULL stands for the default. */
  readonly acl: string;
  /** The object type as acldefault() wants it. */
  readonly type: string;
  readonly owner: string;
}

/**
 * SQL for privileges as a set: NULL and the default spelled out are the same, and so is any order. Who granted is told
 * only where both majors are 16 or later, because earlier ones did not keep grantors straight.
 */
export function privileges({ acl, type, owner }: Privileged, majors: Majors): string {
  return privilegeSet(`coalesce(${acl}, acldefault('${type}', ${owner}))`, majors);
}

export function privilegeSet(acl: string, majors: Majors): string {
  const grantor = majors.common >= 16 ? ` || '/' || ${roleName("x.grantor")}` : "";
  return `(select string_agg(g.who || '=' || g.what, ', ' order by g.who collate "C") from (
    select p.who, string_agg(p.what, ',' order by p.what collate "C") as what from (
      select case x.grantee when 0 then 'PUBLIC' else ${roleName("x.grantee")} end as who,
             x.privilege_type || case when bool_or(x.is_grantable) then '*' else '' end${grantor} as what
      from aclexplode(${acl}) x group by x.grantee, x.privilege_type${grantor && ", x.grantor"}
    ) p group by p.who
  ) g)`;
}

/** SQL for a query that gives each privilege as a row, `item`, without its grantor. */
export const privilegeItems = (acl: string): string => `
  select case x.grantee when 0 then 'PUBLIC' else ${roleName("x.grantee")} end || '=' || x.privilege_type
    || case when x.is_grantable then '*' else '' end as item
  from aclexplode(${acl}) x`;

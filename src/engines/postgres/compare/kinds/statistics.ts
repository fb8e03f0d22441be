import type { Kind } from "../kind.ts";
import { identityOf, roleName } from "../sql/names.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";

export const statistics: Kind = {
  name: "statistics object",
  sql: () => `
    select ${identityOf("pg_statistic_ext", "s.oid")} as identity,
      format('%I.%I', n.nspname, s.stxname) as _name,
      ${roleName("s.stxowner")} as owner,
      coalesce(s.stxstattarget, -1) as target,
      pg_get_statisticsobjdef(s.oid) as definition
    from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
    where ${madeByUser("pg_statistic_ext", "s")} and ${notTemporary("s.stxnamespace")}`,
  rephrase: {
    definition: ({ source, targetItem: { address } }) => ({
      statements: [`drop statistics ${String(address["name"])}`, String(source)],
      read: `select pg_get_statisticsobjdef(s.oid) as text
             from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
             where format('%I.%I', n.nspname, s.stxname) = $1`,
      params: [String(address["name"])],
    }),
  },
};

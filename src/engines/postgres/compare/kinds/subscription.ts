import type { Kind } from "../kind.ts";
import { digest, sortedEntries } from "../sql/lists.ts";
import { name, roleName } from "../sql/names.ts";

/** The connection string may hold a password, so its digest stands for it. */
export const subscription: Kind = {
  name: "subscription",
  sql: () => `
    select ${name("s.subname")} || ' in database ' || ${name("d.datname")} as identity,
      ${roleName("s.subowner")} as owner,
      s.subenabled as enabled,
      ${digest("s.subconninfo")} as connection,
      s.subslotname as "replication slot",
      s.subsynccommit as "synchronous commit",
      ${sortedEntries("s.subpublications")} as publications
    from pg_subscription s join pg_database d on d.oid = s.subdbid`,
};

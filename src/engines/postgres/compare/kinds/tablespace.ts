import type { Kind } from "../kind.ts";
import { sortedEntries } from "../sql/lists.ts";
import { name, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";

/** Where a tablespace lies is left out: the target has directories of its own. */
export const tablespace: Kind = {
  name: "tablespace",
  sql: (majors) => `
    select ${name("t.spcname")} as identity,
      ${roleName("t.spcowner")} as owner,
      ${sortedEntries("t.spcoptions")} as options,
      ${privileges({ acl: "t.spcacl", type: "t", owner: "t.spcowner" }, majors)} as privileges
    from pg_tablespace t`,
};

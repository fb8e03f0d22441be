import type { Kind } from "../kind.ts";
import { name, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser } from "../sql/user-objects.ts";

export const schema: Kind = {
  name: "schema",
  sql: (majors) => `
    select ${name("n.nspname")} as identity,
      ${roleName("n.nspowner")} as owner,
      ${privileges({ acl: "n.nspacl", type: "n", owner: "n.nspowner" }, majors)} as privileges
    from pg_namespace n
    where n.nspname = 'public' or (${madeByUser("pg_namespace", "n")} and n.nspname !~ '^pg_(toast_)?temp_')`,
};

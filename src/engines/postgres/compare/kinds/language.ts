import type { Kind } from "../kind.ts";
import { name, procedure, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser } from "../sql/user-objects.ts";

export const language: Kind = {
  name: "language",
  sql: (majors) => `
    select ${name("l.lanname")} as identity,
      ${roleName("l.lanowner")} as owner,
      l.lanpltrusted as trusted,
      ${procedure("l.lanplcallfoid")} as handler,
      ${procedure("l.laninline")} as "inline handler",
      ${procedure("l.lanvalidator")} as validator,
      ${privileges({ acl: "l.lanacl", type: "l", owner: "l.lanowner" }, majors)} as privileges
    from pg_language l where ${madeByUser("pg_language", "l")}`,
};

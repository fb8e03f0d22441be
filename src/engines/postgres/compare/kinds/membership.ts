import type { Kind } from "../kind.ts";
import { roleName } from "../sql/names.ts";

const bootstrapRole = "10";
const madeByUsers = `not (m.roleid < 16384 and m.member < 16384 and m.member <> ${bootstrapRole})`;
const pair = `${roleName("m.member")} || ' in ' || ${roleName("m.roleid")}`;

const withGrantors = `
    select ${pair} || ' granted by ' || ${roleName("m.grantor")} as identity,
      m.admin_option as "with admin option",
      m.inherit_option as "with inherit option",
      m.set_option as "with set option"
    from pg_auth_members m where ${madeByUsers}`;

const withoutGrantors = `
    select ${pair} as identity, bool_or(m.admin_option) as "with admin option"
    from pg_auth_members m where ${madeByUsers} group by m.roleid, m.member`;

/** From 16 on several roles can grant the same membership, each with options of its own. */
export const membership: Kind = {
  name: "membership of",
  sql: ({ common }) => (common >= 16 ? withGrantors : withoutGrantors),
};

import type { Kind } from "../kind.ts";
import { identityOf } from "../sql/names.ts";
import { privilegeSet } from "../sql/privileges.ts";

export const defaultPrivileges: Kind = {
  name: "default privileges",
  sql: (majors) => `
    select ${identityOf("pg_default_acl", "a.oid")} as identity, ${privilegeSet("a.defaclacl", majors)} as privileges
    from pg_default_acl a`,
};

import type { Kind } from "../kind.ts";
import { digest } from "../sql/lists.ts";
import { name } from "../sql/names.ts";

const bootstrapRole = 10;

/** Roles that a major brings along (`pg_monitor` …) are its own; what users do to them shows in other kinds. */
export const role: Kind = {
  name: "role",
  sql: () => `
    select ${name("r.rolname")} as identity,
      r.rolsuper as superuser,
      r.rolinherit as inherits,
      r.rolcreaterole as "may create roles",
      r.rolcreatedb as "may create databases",
      r.rolcanlogin as "may log in",
      r.rolreplication as "may replicate",
      r.rolbypassrls as "bypasses row security",
      r.rolconnlimit as "connection limit",
      r.rolvaliduntil::text as "valid until",
      ${digest("r.rolpassword")} as password
    from pg_authid r
    where r.oid >= 16384 or r.oid = ${String(bootstrapRole)}`,
};

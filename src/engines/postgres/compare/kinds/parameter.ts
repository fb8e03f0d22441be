import type { Kind } from "../kind.ts";
import { privileges } from "../sql/privileges.ts";

/** Privileges on server settings (GRANT SET ON PARAMETER). */
export const parameter: Kind = {
  name: "parameter",
  since: 15,
  sql: (majors) => `
    select p.parname as identity, ${privileges({ acl: "p.paracl", type: "p", owner: "10::oid" }, majors)} as privileges
    from pg_parameter_acl p`,
};

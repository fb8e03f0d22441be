import type { Kind } from "../kind.ts";
import { name, roleName } from "../sql/names.ts";

/** What an extension's script made is the extension's; its version says what that is. */
export const extension: Kind = {
  name: "extension",
  sql: () => `
    select ${name("e.extname")} as identity,
      (select ${name("n.nspname")} from pg_namespace n where n.oid = e.extnamespace) as schema,
      ${roleName("e.extowner")} as owner,
      e.extversion as version
    from pg_extension e`,
};

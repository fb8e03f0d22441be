import type { Kind } from "../kind.ts";
import { name, roleName } from "../sql/names.ts";
import { privileges } from "../sql/privileges.ts";
import { words } from "../sql/words.ts";
import { rephraseLocale } from "./collation.ts";

const localeColumn = (server: number): string =>
  server >= 17 ? "d.datlocale" : server >= 15 ? "d.daticulocale" : "null::text";

/** The collation version is left out: it tells of the libraries beside a server, and a new target has new ones. */
export const database: Kind = {
  name: "database",
  rephrase: { locale: rephraseLocale },
  sql: (majors) => `
    select ${name("d.datname")} as identity,
      d.datname as _name,
      ${roleName("d.datdba")} as owner,
      pg_encoding_to_char(d.encoding) as encoding,
      d.datcollate as "collation",
      d.datctype as "character type",
      ${majors.server >= 15 ? words("d.datlocprovider", { c: "libc", i: "icu", b: "builtin" }) : "'libc'"} as "locale provider",
      ${localeColumn(majors.server)} as locale,
      ${majors.common >= 16 ? "d.daticurules" : "null::text"} as "ICU rules",
      d.datallowconn as "connections allowed",
      d.datistemplate as "is a template",
      d.datconnlimit as "connection limit",
      (select ${name("t.spcname")} from pg_tablespace t where t.oid = d.dattablespace) as tablespace,
      ${privileges({ acl: "d.datacl", type: "d", owner: "d.datdba" }, majors)} as privileges
    from pg_database d`,
};

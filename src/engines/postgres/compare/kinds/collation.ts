import { quoteLiteral } from "../../quote.ts";
import type { Kind } from "../kind.ts";
import { identityOf, qualifiedName, roleName } from "../sql/names.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

/** ICU's locale moved from one column to the next in 15 and 17. */
const locale = (server: number): string => {
  const own = server >= 17 ? "c.colllocale" : server >= 15 ? "c.colliculocale" : "null";
  return `case c.collprovider when 'c' then null else coalesce(${own}, c.collcollate) end`;
};

/**
 * Since 16 the server stores a language tag, however the locale was written: the same locale, given to the target, tells
 * which. https://www.postgresql.org/docs/16/collation.html#ICU-CANONICAL-FORMS
 */
export const rephraseLocale: NonNullable<Kind["rephrase"]>[string] = ({ source }, probe) => ({
  statements: [
    `create collation ${probe}.written (provider = icu, locale = ${quoteLiteral(String(source))})`,
  ],
  read: `select coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') as text
    from pg_collation c where c.collname = 'written' and c.collnamespace = '${probe}'::regnamespace`,
});

/** The version is left out: it tells of the libraries beside a server, and a new target has new ones. */
export const collation: Kind = {
  name: "collation",
  rephrase: { locale: rephraseLocale },
  sql: ({ server, common }) => `
    select ${identityOf("pg_collation", "c.oid")} as identity,
      ${roleName("c.collowner")} as owner,
      ${words("c.collprovider", { c: "libc", i: "icu", b: "builtin", d: "default" })} as provider,
      c.collisdeterministic as deterministic,
      c.collencoding in (-1, pg_char_to_encoding(getdatabaseencoding())) as "fits the database's encoding",
      case c.collprovider when 'c' then c.collcollate end as "collation",
      case c.collprovider when 'c' then c.collctype end as "character type",
      ${locale(server)} as locale,
      ${common >= 16 ? "c.collicurules" : "null::text"} as "ICU rules"
    from pg_collation c where ${madeByUser("pg_collation", "c")} and ${notTemporary("c.collnamespace")}`,
};

export const conversion: Kind = {
  name: "conversion",
  sql: () => `
    select ${identityOf("pg_conversion", "c.oid")} as identity,
      ${roleName("c.conowner")} as owner,
      pg_encoding_to_char(c.conforencoding) as "from",
      pg_encoding_to_char(c.contoencoding) as "to",
      (select ${qualifiedName("n.nspname", "p.proname")} from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.oid = c.conproc) as function,
      c.condefault as default
    from pg_conversion c where ${madeByUser("pg_conversion", "c")} and ${notTemporary("c.connamespace")}`,
};

import type { Kind } from "../kind.ts";
import { identityOf } from "../sql/names.ts";
import { relationMadeByUser } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

/** A view's own SELECT rule is the view's definition. */
export const rule: Kind = {
  name: "rule",
  sql: () => `
    select ${identityOf("pg_rewrite", "r.oid")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      quote_ident(r.rulename) as _name,
      pg_get_ruledef(r.oid) as definition,
      ${words("r.ev_enabled", { O: "yes", D: "no", R: "on replicas", A: "always" })} as enabled
    from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where r.ev_type <> '1' and ${relationMadeByUser("c")}`,
  rephrase: {
    definition: ({ source, targetItem: { address } }) => ({
      statements: [`drop rule ${String(address["name"])} on ${String(address["relation"])}`, String(source)],
      read: `select pg_get_ruledef(r.oid) as text from pg_rewrite r
             where r.ev_class = $1::regclass and quote_ident(r.rulename) = $2`,
      params: [String(address["relation"]), String(address["name"])],
    }),
  },
};

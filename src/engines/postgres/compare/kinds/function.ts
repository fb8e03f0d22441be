import type { Kind, Rephrasing } from "../kind.ts";
import type { PropertyDiffers } from "../inventory.ts";
import { identityOf, name, qualifiedName, roleName, typeName } from "../sql/names.ts";
import { sortedEntries } from "../sql/lists.ts";
import { plain } from "../sql/plain.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser, notDerived, notTemporary } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const rephrased =
  (read: string) =>
  ({ sourceItem, targetItem }: PropertyDiffers): Rephrasing => ({
    statements: [String(sourceItem.address["definition"])],
    read: `select ${read} as text from pg_proc p where p.oid = $1::regprocedure`,
    params: [String(targetItem.address["procedure"])],
  });

const body = (server: number): string => (server >= 14 ? "pg_get_function_sqlbody(p.oid)" : "null::text");

/** Functions, procedures and window functions. */
export const routine: Kind = {
  name: "function",
  sql: (majors) => `
    select ${identityOf("pg_proc", "p.oid")} as identity,
      p.oid::regprocedure::text as _procedure,
      pg_get_functiondef(p.oid) as _definition,
      ${words("p.prokind", { f: "function", p: "procedure", w: "window function" })} as kind,
      ${roleName("p.proowner")} as owner,
      pg_get_function_arguments(p.oid) as arguments,
      ${plain("pg_get_function_result(p.oid)")} as result,
      (select ${name("l.lanname")} from pg_language l where l.oid = p.prolang) as language,
      ${words("p.provolatile", { i: "immutable", s: "stable", v: "volatile" })} as volatility,
      ${words("p.proparallel", { s: "safe", r: "restricted", u: "unsafe" })} as parallel,
      p.prosecdef as "security definer",
      p.proleakproof as leakproof,
      p.proisstrict as strict,
      p.procost::text as cost,
      p.prorows::text as "estimated rows",
      (select ${qualifiedName("sn.nspname", "s.proname")} from pg_proc s join pg_namespace sn on sn.oid = s.pronamespace
        where s.oid = p.prosupport) as "support function",
      ${sortedEntries("p.proconfig")} as settings,
      (select string_agg(${typeName("y.oid")}, ', ' order by y.place)
        from unnest(p.protrftypes) with ordinality y(oid, place)) as transforms,
      p.prosrc as source,
      p.probin as library,
      ${body(majors.server)} as "SQL body",
      ${privileges({ acl: "p.proacl", type: "f", owner: "p.proowner" }, majors)} as privileges
    from pg_proc p
    where p.prokind <> 'a' and ${notDerived("pg_proc", "p.oid")} and ${madeByUser("pg_proc", "p")} and ${notTemporary("p.pronamespace")}`,
  rephrase: {
    arguments: rephrased("pg_get_function_arguments(p.oid)"),
    "SQL body": rephrased("pg_get_function_sqlbody(p.oid)"),
  },
};

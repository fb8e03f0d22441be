import type { PropertyDiffers } from "../inventory.ts";
import type { Kind, Rephrasing } from "../kind.ts";
import { identityOf, roleName } from "../sql/names.ts";
import { notTemporary } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const rephrased =
  (clause: string, column: string) =>
  ({ source, targetItem: { address } }: PropertyDiffers): Rephrasing => ({
    statements: [
      `alter policy ${String(address["name"])} on ${String(address["relation"])} ${clause} (${String(source)})`,
    ],
    read: `select pg_get_expr(p.${column}, p.polrelid) as text from pg_policy p
           where p.polrelid = $1::regclass and quote_ident(p.polname) = $2`,
    params: [String(address["relation"]), String(address["name"])],
  });

/** An extension's tables may get policies from users, so theirs are compared too. */
export const policy: Kind = {
  name: "policy",
  sql: () => `
    select ${identityOf("pg_policy", "p.oid")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      quote_ident(p.polname) as _name,
      ${words("p.polcmd", { "*": "all", r: "select", a: "insert", w: "update", d: "delete" })} as command,
      p.polpermissive as permissive,
      (select string_agg(case u.role when 0 then 'PUBLIC' else ${roleName("u.role")} end, ', '
          order by case u.role when 0 then 'PUBLIC' else ${roleName("u.role")} end collate "C")
        from unnest(p.polroles) u(role)) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using,
      pg_get_expr(p.polwithcheck, p.polrelid) as "with check"
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where ${notTemporary("c.relnamespace")}`,
  rephrase: {
    using: rephrased("using", "polqual"),
    "with check": rephrased("with check", "polwithcheck"),
  },
};

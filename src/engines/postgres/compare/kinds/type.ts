import type { Kind } from "../kind.ts";
import { procedure, qualifiedName, roleName, typeName } from "../sql/names.ts";
import { plain } from "../sql/plain.ts";
import { privileges } from "../sql/privileges.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";
import { words } from "../sql/words.ts";

const collation = (oid: string): string => `
      (select ${qualifiedName("ln.nspname", "l.collname")} from pg_collation l
        join pg_namespace ln on ln.oid = l.collnamespace where l.oid = ${oid} and l.collname <> 'default')`;

/** Enums, domains, ranges, composite, base and shell types; not the types that come with a table or for its arrays. */
export const type: Kind = {
  name: "type",
  sql: (majors) => `
    select ${qualifiedName("n.nspname", "t.typname")} as identity,
      format('%I.%I', n.nspname, t.typname) as _type,
      case when t.typtype = 'c' then format('%I.%I', n.nspname, t.typname) end as _relation,
      ${words("t.typtype", { b: "base", c: "composite", d: "domain", e: "enum", p: "shell", r: "range" })} as kind,
      ${roleName("t.typowner")} as owner,
      (select string_agg(quote_literal(v.enumlabel), ', ' order by v.enumsortorder) from pg_enum v
        where v.enumtypid = t.oid) as labels,
      (select ${typeName("t.typbasetype", "t.typtypmod")} where t.typtype = 'd') as "base type",
      t.typnotnull as "not null",
      case when t.typdefaultbin is null then t.typdefault else pg_get_expr(t.typdefaultbin, 0) end as default,
      ${collation("t.typcollation")} as "collation",
      ${typeName("r.rngsubtype")} as subtype,
      ${collation("r.rngcollation")} as "subtype's collation",
      (select ${qualifiedName("cn.nspname", "o.opcname")} from pg_opclass o join pg_namespace cn on cn.oid = o.opcnamespace
        where o.oid = r.rngsubopc) as "operator class",
      ${procedure("r.rngcanonical")} as "canonical function",
      ${procedure("r.rngsubdiff")} as "difference function",
      ${majors.common >= 14 ? `(select ${typeName("r.rngmultitypid")})` : "null::text"} as multirange,
      case when t.typtype = 'b' then concat_ws(' ', t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory,
        t.typispreferred, t.typdelim) end as layout,
      case when t.typtype = 'b' then ${plain(`concat_ws(' ', t.typinput::oid::regprocedure, t.typoutput::oid::regprocedure,
        nullif(t.typreceive::oid, 0)::regprocedure, nullif(t.typsend::oid, 0)::regprocedure,
        nullif(t.typmodin::oid, 0)::regprocedure, nullif(t.typmodout::oid, 0)::regprocedure,
        nullif(t.typanalyze::oid, 0)::regprocedure)`)} end as functions,
      (select ${typeName("t.typelem")} where t.typtype = 'b' and t.typelem <> 0) as element,
      ${privileges({ acl: "t.typacl", type: "T", owner: "t.typowner" }, majors)} as privileges
    from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_range r on r.rngtypid = t.oid
    where t.typtype <> 'm' and ${madeByUser("pg_type", "t")} and ${notTemporary("t.typnamespace")}
      and t.oid not in (select e.typarray from pg_type e)
      and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')`,
  rephrase: {
    default: ({ source, targetItem: { address } }) => ({
      statements: [`alter domain ${String(address["type"])} set default ${String(source)}`],
      read: "select pg_get_expr(t.typdefaultbin, 0) as text from pg_type t where t.oid = $1::regtype",
      params: [String(address["type"])],
    }),
  },
};

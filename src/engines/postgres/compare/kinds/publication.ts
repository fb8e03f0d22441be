import type { Kind } from "../kind.ts";
import { name, qualifiedName, roleName } from "../sql/names.ts";
import { madeByUser } from "../sql/user-objects.ts";

export const publication: Kind = {
  name: "publication",
  sql: ({ common }) => `
    select ${name("p.pubname")} as identity,
      ${roleName("p.pubowner")} as owner,
      p.puballtables as "all tables",
      p.pubinsert as inserts,
      p.pubupdate as updates,
      p.pubdelete as deletes,
      p.pubtruncate as truncates,
      p.pubviaroot as "through the root",
      ${
        common >= 15
          ? `(select string_agg(${name("s.nspname")}, ', ' order by s.nspname) from pg_publication_namespace m
        join pg_namespace s on s.oid = m.pnnspid where m.pnpubid = p.oid)`
          : "null::text"
      } as schemas
    from pg_publication p where ${madeByUser("pg_publication", "p")}`,
};

const columns = `(select string_agg(${name("a.attname")}, ', ' order by u.place)
        from unnest(r.prattrs) with ordinality u(attnum, place)
        join pg_attribute a on a.attrelid = r.prrelid and a.attnum = u.attnum)`;
const readFilter = `select pg_get_expr(r.prqual, r.prrelid) as text from pg_publication_rel r
             join pg_publication p on p.oid = r.prpubid where p.pubname = 'dbshift_probe'`;

export const publishedTable: Kind = {
  name: "published table",
  sql: ({ common }) => `
    select ${qualifiedName("n.nspname", "c.relname")} || ' in ' || ${name("p.pubname")} as identity,
      format('%I.%I', n.nspname, c.relname) as _relation,
      ${common >= 15 ? columns : "null::text"} as columns,
      ${common >= 15 ? "pg_get_expr(r.prqual, r.prrelid)" : "null::text"} as filter
    from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
      join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
    where ${madeByUser("pg_publication", "p")}`,
  rephrase: {
    filter: ({ source, targetItem: { address } }) => ({
      statements: [
        `create publication dbshift_probe for table ${String(address["relation"])} where (${String(source)})`,
      ],
      read: readFilter,
    }),
  },
};

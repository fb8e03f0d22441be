import type { Kind } from "../kind.ts";
import { describedAs, qualifiedName } from "../sql/names.ts";
import { isMember } from "../sql/user-objects.ts";

/** The server's word for an object, and which one it is. */
const described = (catalog: string, oid: string, sub: string): string =>
  `(pg_identify_object(${catalog}, ${oid}, ${sub})).type || ' ' || ${describedAs(catalog, oid, sub)}`;

/** What may hang on a relation: the relation, the object, and what can be told of it. */
const hanging = `
      select i.indrelid as relation, 'pg_class'::regclass as class, i.indexrelid as object, 0 as sub, null as text
        from pg_index i
      union all
      select k.conrelid, 'pg_constraint'::regclass, k.oid, 0, null from pg_constraint k where k.contype not in ('n', 't')
      union all
      select t.tgrelid, 'pg_trigger'::regclass, t.oid, 0, t.tgenabled::text from pg_trigger t where not t.tgisinternal
      union all
      select r.ev_class, 'pg_rewrite'::regclass, r.oid, 0, r.ev_enabled::text from pg_rewrite r where r.rulename <> '_RETURN'
      union all
      select a.attrelid, 'pg_class'::regclass, a.attrelid, a.attnum, null
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f')`;

/**
 * What a dump leaves to an extension, although users may have made it: what hangs on tables and views of the extension,
 * and comments on its members. Policies, statistics objects and published tables are told by kinds of their own.
 */
export const extensionPart: Kind = {
  name: "extension's",
  sql: () => `
    select ${described("h.class", "h.object", "h.sub")} as identity, h.text
    from (${hanging}) h where ${isMember("pg_class", "h.relation")}
    union all
    select 'comment on ' || ${described("d.classoid", "d.objoid", "d.objsubid")}, d.description
    from pg_description d
    where exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`,
};

/** A dump does not carry it either, but rows must not become visible to who could not see them. */
export const extensionRowSecurity: Kind = {
  name: "row security of",
  sql: () => `
    select ${qualifiedName("n.nspname", "c.relname")} as identity,
      c.relrowsecurity as enabled,
      c.relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where (c.relrowsecurity or c.relforcerowsecurity) and ${isMember("pg_class", "c.oid")}`,
};

import { z } from "zod";
import type { DatabaseContents } from "./facts.ts";
import { ownObjectQueries } from "./own-object-queries.ts";
import type { Session } from "./session.ts";

/** Catalogs through JSON, where majors differ in their columns. */
const queries = [
  // An inherited column is generated in both or in neither. Partitions were never let differ.
  `select format('column %s of table %s, generated although its parent''s is not', quote_ident(a.attname), i.inhrelid::regclass) as what,
          '16' as since
     from pg_inherits i
     join pg_attribute a on a.attrelid = i.inhrelid
     join pg_attribute p on p.attrelid = i.inhparent and p.attname = a.attname and not p.attisdropped
    where to_jsonb(a) ->> 'attgenerated' <> '' and to_jsonb(p) ->> 'attgenerated' = ''`,
  `select format('operator %s, which stands behind its operand', o.oid::regoperator), '14'
     from pg_operator o where o.oid >= 16384 and o.oprright = 0 and o.oprleft <> 0`,
  // Functions on anyarray and anyelement that became ones on anycompatiblearray and anycompatible.
  `select format('aggregate %s, whose %s takes other types now', g.aggfnoid::regprocedure, g.aggtransfn), '14'
     from pg_aggregate g
    where g.aggfnoid::oid >= 16384 and g.aggtranstype in ('anyarray'::regtype, 'anyelement'::regtype)
      and g.aggtransfn::text in (select name from changed)`,
  `select format('operator %s, whose %s takes other types now', o.oid::regoperator, o.oprcode), '14'
     from pg_operator o
    where o.oid >= 16384 and (o.oprleft in ('anyarray'::regtype, 'anyelement'::regtype) or o.oprright in ('anyarray'::regtype, 'anyelement'::regtype))
      and o.oprcode::text in (select name from changed)`,
  `select format('table %s, whose DETACH PARTITION CONCURRENTLY did not end', i.inhrelid::regclass), null
     from pg_inherits i where to_jsonb(i) ->> 'inhdetachpending' = 'true'`,
  // A dump takes everything there for the server's own.
  `select pg_describe_object(x.class, x.oid, 0) || ', in a schema of the server''s own', null
     from (select 'pg_class'::regclass as class, oid, relnamespace as schema from pg_class where relkind in ('r', 'p', 'f', 'v', 'm', 'S')
           union all select 'pg_proc'::regclass, oid, pronamespace from pg_proc
           union all select 'pg_operator'::regclass, oid, oprnamespace from pg_operator
           union all select 'pg_collation'::regclass, oid, collnamespace from pg_collation
           union all select 'pg_type'::regclass, t.oid, t.typnamespace from pg_type t
             where t.typtype in ('d', 'e', 'r') or t.typtype = 'b' and not exists (select from pg_type e where e.typarray = t.oid)) x
    where x.oid >= 16384 and x.schema in (select n.oid from pg_namespace n where n.nspname in ('pg_catalog', 'information_schema'))
      and not exists (select from pg_depend e where e.classid = x.class and e.objid = x.oid and e.deptype in ('e', 'i'))`,
  // ALTER TABLE … DISABLE TRIGGER ALL: a dump makes the constraint, and with it triggers that are enabled.
  `select format('constraint %s on table %s, of which a trigger on %s is not as the constraint makes it',
                 quote_ident(k.conname), k.conrelid::regclass, t.tgrelid::regclass), null
     from pg_trigger t join pg_constraint k on k.oid = t.tgconstraint
    where t.tgisinternal and t.tgenabled <> 'O' and k.contype in ('f', 'p', 'u', 'x')
    group by k.oid, k.conname, k.conrelid, t.tgrelid`,
  ...ownObjectQueries.map((query) => `select own.what, null from (${query}) own (what)`),
];

const changed = `array_append,array_cat,array_position,array_positions,array_prepend,array_remove,array_replace,width_bucket`;

const schema = z.object({ what: z.string(), since: z.string().nullable() });

/** What a restore into a later major would fail on, or a dump leave out, though every server of this one has it. */
export async function lookForUnrestorable(session: Session): Promise<DatabaseContents["unrestorable"]> {
  return session.rows(
    schema,
    `with changed as (select unnest(string_to_array($1, ',')) as name),
          initdb as (select max(xmin::text::bigint) + 1 as last from pg_rewrite where oid < 16384)
     ${queries.join(" union all ")} order by 1`,
    [changed],
  );
}

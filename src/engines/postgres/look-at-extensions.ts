import { z } from "zod";
import type { OnExtension } from "./facts.ts";
import { forNoPrivilege } from "./own-object-queries.ts";
import type { Session } from "./session.ts";

/**
 * Members of extensions, and the transactions that made them: what has the same xmin came with the extension's script.
 * One that was made in a single transaction was neither updated nor restored by pg_upgrade since, so that what has
 * another xmin certainly came later.
 */
const members = `
  member as (
    select classid, objid, refobjid as extension, xmin::text as at from pg_depend where deptype = 'e'
  ), made as (
    select extension, at from member union select oid, xmin::text from pg_extension
  ), whole as (
    select extension from made group by extension having count(distinct at) = 1
  )`;

/** A member that was written anew, for another reason than its privileges. */
const memberItself = (catalog: string, acl?: string): string => `
    select '${catalog}'::regclass, o.oid, '${catalog}'::regclass, o.oid, 0, o.xmin::text, false
      from ${catalog} o where ${forNoPrivilege(acl)}
    union all`;

/** The columns of `hanging`: the member, the object on it, when it was made, and whether a run would not get past it. */
const hanging = `
    select 'pg_class'::regclass, i.indrelid, 'pg_class'::regclass, i.indexrelid, 0, i.xmin::text, false
      from pg_index i where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
    union all
    select 'pg_class'::regclass, conrelid, 'pg_constraint'::regclass, oid, 0, xmin::text, false
      from pg_constraint where contype not in ('n', 't')
    union all
    select 'pg_class'::regclass, tgrelid, 'pg_trigger'::regclass, oid, 0, xmin::text, false
      from pg_trigger where not tgisinternal
    union all
    select 'pg_class'::regclass, ev_class, 'pg_rewrite'::regclass, oid, 0, xmin::text, false
      from pg_rewrite where rulename <> '_RETURN'
    union all
    select 'pg_class'::regclass, polrelid, 'pg_policy'::regclass, oid, 0, xmin::text, true from pg_policy
    union all
    select 'pg_class'::regclass, stxrelid, 'pg_statistic_ext'::regclass, oid, 0, xmin::text, true from pg_statistic_ext
    union all
    select 'pg_class'::regclass, prrelid, 'pg_publication_rel'::regclass, oid, 0, xmin::text, true from pg_publication_rel
    union all
    ${memberItself("pg_proc", "proacl")}
    ${memberItself("pg_type", "typacl")}
    ${["pg_operator", "pg_ts_dict", "pg_ts_config"].map((each) => memberItself(each)).join("")}
    select 'pg_class'::regclass, attrelid, 'pg_class'::regclass, attrelid, attnum, xmin::text,
           exists (select from pg_extension x where attrelid = any (x.extconfig))
      from pg_attribute where attnum > 0 and not attisdropped and attacl is null`;

/** Some changes to a column write its row anew, but none of them makes it the last. */
const lastColumns = `(hanging.sub = 0 or hanging.sub > all (
      select a.attnum from pg_attribute a join made on made.at = a.xmin::text and made.extension = member.extension
       where a.attrelid = hanging.on_object))`;

const added = `
  with ${members}, hanging (on_class, on_object, class, object, sub, at, stops) as (${hanging})
  select pg_describe_object(hanging.class, hanging.object, hanging.sub) as what, hanging.stops,
         member.extension in (select extension from whole) as certain
    from hanging join member on member.classid = hanging.on_class and member.objid = hanging.on_object
   where not exists (select from made where made.extension = member.extension and made.at = hanging.at)
     and ${lastColumns}
  union all
  select 'comment on ' || pg_describe_object(d.classoid, d.objoid, d.objsubid), false,
         member.extension in (select extension from whole)
    from pg_description d join member on member.classid = d.classoid and member.objid = d.objoid
   where not exists (select from made where made.extension = member.extension and made.at = d.xmin::text)
  union all
  select l.provider || ' label on ' || pg_describe_object(l.classoid, l.objoid, l.objsubid), true,
         member.extension in (select extension from whole)
    from pg_seclabel l join member on member.classid = l.classoid and member.objid = l.objoid
   where not exists (select from made where made.extension = member.extension and made.at = l.xmin::text)
  union all
  select 'row security of ' || pg_describe_object('pg_class'::regclass, c.oid, 0), true,
         member.extension in (select extension from whole)
    from pg_class c join member on member.classid = 'pg_class'::regclass and member.objid = c.oid
   where (c.relrowsecurity or c.relforcerowsecurity)
     and not exists (select from made where made.extension = member.extension and made.at in (c.xmin::text,
           (select p.xmin::text from pg_policy p where p.polrelid = c.oid order by p.oid limit 1)))
  order by 1`;

/** Tables of extensions; with the condition for the rows that a dump carries, or NULL where it carries none. */
const tables = `
  with ${members}
  select format('%I.%I', n.nspname, c.relname) as table,
         x.extcondition[array_position(x.extconfig, c.oid)] as condition,
         array(select made.at from made where made.extension = x.oid) as made,
         x.oid in (select extension from whole) as certain
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join member on member.classid = 'pg_class'::regclass and member.objid = c.oid
         join pg_extension x on x.oid = member.extension
   where c.relkind = 'r' and coalesce(x.extcondition[array_position(x.extconfig, c.oid)], 'none') <> ''
   order by 1`;

const addedSchema = z.object({ what: z.string(), stops: z.boolean(), certain: z.boolean() });
const tableSchema = z.object({
  table: z.string(),
  condition: z.string().nullable(),
  made: z.array(z.string()),
  certain: z.boolean(),
});

/**
 * What users hung on members of extensions, or changed in them. A dump leaves a member to CREATE EXTENSION, with all that hangs on it but
 * its privileges and the rows that the extension itself asked to have carried.
 */
export async function lookAtExtensions(session: Session): Promise<OnExtension[]> {
  const found: OnExtension[] = await session.rows(addedSchema, added);
  for (const table of await session.rows(tableSchema, tables)) {
    if (await holdsMore(session, table)) {
      found.push({ what: `rows of table ${table.table}`, stops: true, certain: table.certain });
    }
  }
  return found;
}

/** Rows that no dump carries, and that are not from the extension's own script. */
async function holdsMore(
  session: Session,
  { table, condition, made }: z.infer<typeof tableSchema>,
): Promise<boolean> {
  const left = condition === null ? "" : `and r.ctid not in (select ctid from only ${table} ${condition})`;
  const { holds } = await session.row(
    z.object({ holds: z.boolean() }),
    `select exists (select from only ${table} r where r.xmin::text <> all ($1) ${left}) as holds`,
    [made],
  );
  return holds;
}

/** Its privileges may be why a row was written anew, also ones given and taken back: those a dump carries. */
export const forNoPrivilege = (acl: string | undefined): string =>
  acl === undefined ? "true" : `o.${acl} is null`;

const isMember = (catalog: string, row: string): string => `
  exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${row}.oid and e.deptype = 'e')`;

/** The server's own objects of a catalog that were written anew since initdb. */
const changed = (catalog: string, acl?: string): string => `
  select pg_describe_object('${catalog}'::regclass, o.oid, 0) || ', which is the server''s own and was changed' as what
    from ${catalog} o, initdb
   where o.oid < 16384 and o.xmin::text::bigint > initdb.last and not ${isMember(catalog, "o")} and ${forNoPrivilege(acl)}`;

/** Of every parser that comes with a server, each kind of token is mapped. */
const kindsOfToken = 19;

/**
 * What was changed on objects that every server of a major has, each as a query with the one column `what`. A dump takes
 * them for the server's own. The last thing initdb makes that nobody writes anew is the rule of its last view, and right
 * after it come the privileges on that; so what has a later xmin was made or changed by a user; the xmin of a row stays what it was when it is frozen.
 * https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
 */
export const ownObjectQueries: readonly string[] = [
  ...["pg_ts_config", "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_operator", "pg_opclass"].map(
    (each) => changed(each),
  ),
  ...["pg_opfamily", "pg_cast", "pg_conversion", "pg_am"].map((each) => changed(each)),
  changed("pg_proc", "proacl"),
  changed("pg_type", "typacl"),
  changed("pg_language", "lanacl"),
  `select format('text search configuration %s, which is the server''s own and whose mappings were changed', c.oid::regconfig)
     from pg_ts_config c cross join initdb left join pg_ts_config_map m on m.mapcfg = c.oid
    where c.oid < 16384 group by c.oid, initdb.last
   having max(m.xmin::text::bigint) > initdb.last or count(distinct m.maptokentype) <> ${String(kindsOfToken)}`,
  ...[
    ["pg_amop", "amopfamily", "amopopr", "pg_operator"],
    ["pg_amproc", "amprocfamily", "amproc", "pg_proc"],
  ].map(
    ([catalog, family, member, of]) => `
   select format('%s, added to the server''s own %s', pg_describe_object('${of}'::regclass, a.${member}, 0),
                 pg_describe_object('pg_opfamily'::regclass, a.${family}, 0))
     from ${catalog} a
    where a.oid >= 16384 and a.${family} < 16384
      and not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = a.oid
                         and (d.refclassid = 'pg_opclass'::regclass or d.deptype = 'e'))
      and not exists (select from pg_depend d where d.classid = '${of}'::regclass and d.objid = a.${member} and d.deptype = 'e')`,
  ),
  `select 'privileges on ' || pg_describe_object('pg_class'::regclass, c.oid, 0)
     from pg_class c, initdb
    where c.oid < 16384 and c.relkind = 'v' and c.xmin::text::bigint > initdb.last
      and c.relnamespace = (select n.oid from pg_namespace n where n.nspname = 'information_schema')`,
  `select 'privileges on schema information_schema' from pg_namespace n, initdb
    where n.nspname = 'information_schema' and n.xmin::text::bigint > initdb.last`,
  `select format('storage parameters of the server''s own table %s', c.oid::regclass) from pg_class c
    where c.oid < 16384 and c.relkind = 'r' and c.reloptions is not null`,
  // The type of a table's rows, and that of several ranges.
  `select 'privileges on ' || pg_describe_object('pg_type'::regclass, t.oid, 0) || ', which came with another object'
     from pg_type t left join pg_class c on c.oid = t.typrelid
    where t.typacl is not null and t.oid >= 16384 and (t.typtype = 'm' or t.typtype = 'c' and c.relkind <> 'c')`,
];

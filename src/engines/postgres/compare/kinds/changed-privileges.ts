import type { Kind } from "../kind.ts";
import { describedAs } from "../sql/names.ts";
import { privilegeItems } from "../sql/privileges.ts";
import { membersIn } from "../sql/user-objects.ts";

/** initdb grants on the views of information_schema, and on it, without noting it in pg_init_privs. */
const inInformationSchema = (namespace: string, owner: string, privilege: string): string =>
  `|| case ${namespace} when (select s.oid from pg_namespace s where s.nspname = 'information_schema')
        then array[makeaclitem(0, ${owner}, '${privilege}', false)] else '{}' end`;

/** A catalog with its privileges: the object type as acldefault() wants it, its columns for privileges and owner. */
const catalogs = [
  {
    catalog: "pg_class",
    type: "case o.relkind when 'S' then 's' else 'r' end",
    acl: "relacl",
    owner: "relowner",
    granted: inInformationSchema("o.relnamespace", "o.relowner", "SELECT"),
  },
  { catalog: "pg_proc", type: "'f'", acl: "proacl", owner: "proowner" },
  { catalog: "pg_type", type: "'T'", acl: "typacl", owner: "typowner" },
  { catalog: "pg_language", type: "'l'", acl: "lanacl", owner: "lanowner" },
  {
    catalog: "pg_namespace",
    type: "'n'",
    acl: "nspacl",
    owner: "nspowner",
    granted: inInformationSchema("o.oid", "o.nspowner", "USAGE"),
  },
  { catalog: "pg_foreign_data_wrapper", type: "'F'", acl: "fdwacl", owner: "fdwowner" },
  { catalog: "pg_foreign_server", type: "'S'", acl: "srvacl", owner: "srvowner" },
];

const brought = (catalog: string, oid: string): string =>
  `(${oid} < 16384 or ${oid} in (${membersIn(catalog)}))`;

const objects = catalogs.map(
  ({ catalog, type, acl, owner, granted = "" }) => `
      select '${catalog}'::regclass as classoid, o.oid as objoid, 0 as sub, o.${acl} as acl,
        acldefault((${type})::"char", o.${owner}) ${granted} as usual
      from ${catalog} o where o.${acl} is not null and ${brought(catalog, "o.oid")}`,
);

const columns = `
      select 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, acldefault('c', 10)
      from pg_attribute a where a.attacl is not null and ${brought("pg_class", "a.attrelid")}`;

const difference = (from: string, less: string): string => `(
        select string_agg(d.item, ', ' order by d.item collate "C") from (
          ${privilegeItems(from)} except ${privilegeItems(less)}) d)`;

/**
 * Privileges on what a major or an extension brought along, as far as users changed them: what was granted and revoked
 * since, because what there was to begin with differs from major to major. The schema public is a kind of its own.
 */
export const changedPrivileges: Kind = {
  name: "changed privileges on",
  sql: () => `
    select * from (
      select (pg_identify_object(x.classoid, x.objoid, x.sub)).type || ' ' ||
          ${describedAs("x.classoid", "x.objoid", "x.sub")} as identity,
        ${difference("x.acl", "x.before")} as granted,
        ${difference("x.before", "x.acl")} as revoked
      from (
        select o.classoid, o.objoid, o.sub, o.acl, coalesce(i.initprivs, o.usual) as before
        from (${[...objects, columns].join(" union all ")}) o
          left join pg_init_privs i on i.classoid = o.classoid and i.objoid = o.objoid and i.objsubid = o.sub
        where o.acl is distinct from coalesce(i.initprivs, o.usual)
          and not (o.classoid = 'pg_namespace'::regclass
            and o.objoid = (select n.oid from pg_namespace n where n.nspname = 'public'))
      ) x offset 0
    ) y where y.granted is not null or y.revoked is not null`,
};

import { byOid, granted, letter, more, otherRole, toggled, type CatalogChanges } from "./catalog-change.ts";
import { inheriting, owned, relations, stored } from "./catalog-relations.ts";

const constraints = (types: string): string =>
  byOid(
    `pg_constraint o where o.contype in (${types}) and o.conparentid = 0 and o.conrelid <> 0 and o.connamespace = 'app'::regnamespace
         and o.conrelid not in (select objid from pg_depend where deptype = 'e')`,
    "o.conname",
  );

const indexes = `
  select 'indexrelid = ' || o.indexrelid as place, c.relname as name
  from pg_index o join pg_class c on c.oid = o.indexrelid where c.relnamespace = 'app'::regnamespace
    and o.indisvalid and c.relkind = 'i' and o.indrelid not in (select objid from pg_depend where deptype = 'e')`;

const sequences = `
  select 'seqrelid = ' || o.seqrelid as place, c.relname as name from pg_sequence o join pg_class c on c.oid = o.seqrelid
  where o.seqrelid not in (select objid from pg_depend where deptype = 'e')`;

/** What hangs on tables, views, and sequences. */
export const catalogChangesOnRelations: readonly CatalogChanges[] = [
  {
    kind: "constraint",
    catalog: "pg_constraint",
    objects: constraints("'c', 'f'"),
    properties: {
      validated: toggled("convalidated"),
      "defined here": toggled("conislocal"),
      inherited: "coninhcount = 1 - coninhcount",
    },
    name: "conname",
    deletable: true,
  },
  {
    kind: "constraint",
    catalog: "pg_constraint",
    objects: constraints("'f', 'u', 'p'"),
    properties: {
      deferrable: toggled("condeferrable"),
      "initially deferred": toggled("condeferred"),
    },
  },
  {
    kind: "constraint",
    catalog: "pg_constraint",
    objects: constraints("'f'"),
    properties: { definition: letter("confdeltype", "n", "r") },
  },
  {
    kind: "constraint",
    catalog: "pg_constraint",
    objects: constraints("'u', 'p'"),
    properties: { kind: letter("contype", "u", "p") },
  },
  {
    kind: "constraint",
    catalog: "pg_trigger",
    objects: `select 'tgconstraint = ' || k.oid as place, k.conname as name from pg_constraint k
              where k.contype = 'f' and k.conrelid::regclass::text like 'app.circle%'`,
    properties: { "trigger states": "tgenabled = 'R'" },
  },
  {
    kind: "index",
    catalog: "pg_index",
    objects: indexes,
    properties: {
      unique: toggled("indisunique"),
      valid: toggled("indisvalid"),
      ready: toggled("indisready"),
      immediate: toggled("indimmediate"),
      clustered: toggled("indisclustered"),
      "replica identity": toggled("indisreplident"),
    },
    deletable: true,
  },
  {
    kind: "index",
    catalog: "pg_class",
    objects: `${relations("'i'")} and o.relname <> 'half_made'
      and o.oid not in (select i.indexrelid from pg_index i join pg_depend e on e.objid = i.indrelid and e.deptype = 'e')`,
    properties: { options: "reloptions = array['fillfactor=44']", tablespace: stored.tablespace },
    name: "relname",
  },
  {
    kind: "index",
    catalog: "pg_index",
    objects: "select 'indexrelid = ' || 'app.child_a'::regclass::oid as place, 'child_a' as name",
    properties: { on: "indrelid = 'app.parent'::regclass", definition: "indoption = '3'::int2vector" },
  },
  {
    kind: "index",
    catalog: "pg_attribute",
    objects:
      "select 'attnum = 1 and attrelid = ' || 'app.child_a'::regclass::oid as place, 'child_a' as name",
    properties: { "statistics targets": "attstattarget = 9" },
  },
  {
    kind: "index",
    catalog: "pg_inherits",
    objects: inheriting("c.relkind = 'i'"),
    properties: {
      "partition of": `inhparent = case inhparent when 'app.sale_note'::regclass
        then 'app.sale_pkey'::regclass else 'app.sale_note'::regclass end`,
    },
  },
  {
    kind: "statistics object",
    catalog: "pg_statistic_ext",
    objects: byOid("pg_statistic_ext o", "o.stxname"),
    properties: {
      owner: otherRole("stxowner"),
      target: "stxstattarget = 7",
      definition: `stxkind = '{d}'::"char"[]`,
    },
    name: "stxname",
    deletable: true,
  },
  {
    kind: "sequence",
    catalog: "pg_sequence",
    objects: sequences,
    properties: {
      type: "seqtypid = case seqtypid when 'int4'::regtype then 'int8'::regtype else 'int4'::regtype end",
      start: more("seqstart"),
      increment: more("seqincrement"),
      minimum: more("seqmin"),
      maximum: "seqmax = seqmax - 1",
      cache: more("seqcache"),
      cycles: toggled("seqcycle"),
    },
    deletable: true,
  },
  {
    kind: "sequence",
    catalog: "pg_class",
    objects: relations("'S'"),
    properties: {
      ...owned,
      persistence: stored.persistence,
      privileges: granted("relacl", "s", "relowner", "U"),
    },
    name: "relname",
  },
  {
    kind: "view",
    catalog: "pg_class",
    objects: relations("'v'"),
    properties: { ...owned, options: "reloptions = array['security_invoker=true']" },
    name: "relname",
  },
  {
    kind: "materialized view",
    catalog: "pg_class",
    objects: relations("'m'"),
    properties: { ...owned, ...stored, populated: toggled("relispopulated") },
    name: "relname",
  },
  {
    kind: "trigger",
    catalog: "pg_trigger",
    objects: byOid(
      "pg_trigger o where not o.tgisinternal and o.tgparentid = 0 and o.tgrelid = 'app.customer'::regclass",
      "o.tgname",
    ),
    properties: { enabled: letter("tgenabled", "R", "A"), definition: "tgtype = tgtype # 2" },
    name: "tgname",
    deletable: true,
  },
  {
    kind: "rule",
    catalog: "pg_rewrite",
    objects: byOid("pg_rewrite o where o.rulename in ('keep', 'insert_name')", "o.rulename"),
    properties: { enabled: letter("ev_enabled", "R", "A") },
    name: "rulename",
    deletable: true,
  },
  {
    kind: "policy",
    catalog: "pg_policy",
    objects: byOid("pg_policy o", "o.polname"),
    properties: {
      command: letter("polcmd", "r", "d"),
      permissive: toggled("polpermissive"),
      roles: "polroles = array['boss'::regrole::oid]",
      using: "polqual = null",
    },
    name: "polname",
    deletable: true,
  },
];

import { byOid, granted, letter, toggled, type CatalogChanges } from "./catalog-change.ts";
import { inheriting, owned, relations, stored } from "./catalog-relations.ts";

const toasted = (kinds: string): string => `
  select 'oid = ' || c.reltoastrelid as place, c.relname as name from pg_class c
  where c.relkind in (${kinds}) and c.reltoastrelid <> 0 and c.relnamespace = 'app'::regnamespace
    and c.oid not in (select objid from pg_depend where deptype = 'e')`;

const columns = (where: string): string => `
  select format('attrelid = %s and attnum = %s', o.attrelid, o.attnum) as place, c.relname || '.' || o.attname as name
  from pg_attribute o join pg_class c on c.oid = o.attrelid where o.attnum > 0 and not o.attisdropped
    and c.relnamespace = 'app'::regnamespace and c.oid not in (select objid from pg_depend where deptype = 'e') and ${where}`;

/** Tables and all that is part of one. */
export const catalogChangesInRelations: readonly CatalogChanges[] = [
  {
    kind: "table",
    catalog: "pg_class",
    objects: relations("'r', 'p'"),
    name: "relname",
    properties: {
      ...owned,
      persistence: stored.persistence,
      tablespace: stored.tablespace,
      options: stored.options,
      "row security": toggled("relrowsecurity"),
      "row security forced": toggled("relforcerowsecurity"),
      "replica identity": letter("relreplident", "n", "f"),
      "of type": "reloftype = 'app.pair'::regtype",
    },
  },
  {
    kind: "table",
    catalog: "pg_class",
    objects: relations("'r'"),
    properties: { "access method": stored["access method"] },
  },
  {
    kind: "table",
    catalog: "pg_inherits",
    objects: inheriting("c.relkind = 'r'"),
    properties: { "detach pending": toggled("inhdetachpending") },
  },
  {
    kind: "table",
    catalog: "pg_inherits",
    objects: inheriting("c.relkind = 'r' and not c.relispartition"),
    properties: { "inherits from": "inhparent = 'app.none'::regclass" },
  },
  {
    kind: "table",
    catalog: "pg_inherits",
    objects: inheriting("c.relkind = 'r' and c.relispartition"),
    properties: { "partition of": "inhparent = 'app.by_length'::regclass" },
  },
  {
    kind: "table",
    catalog: "pg_class",
    objects: byOid("pg_class o where o.relname = 'none'", "o.relname"),
    properties: { kind: "relkind = 'p'" },
  },
  {
    kind: "table",
    catalog: "pg_class",
    objects: toasted("'r'"),
    properties: { "TOAST options": "reloptions = array['autovacuum_vacuum_threshold=7']" },
  },
  {
    kind: "materialized view",
    catalog: "pg_class",
    objects: toasted("'m'"),
    properties: { "TOAST options": "reloptions = array['autovacuum_vacuum_threshold=7']" },
  },
  {
    kind: "table",
    catalog: "pg_foreign_table",
    objects:
      "select 'ftrelid = ' || ftrelid as place, relname::text as name from pg_foreign_table join pg_class c on c.oid = ftrelid",
    properties: { "foreign options": "ftoptions = array['table=other']", server: "ftserver = 0" },
  },
  {
    kind: "column",
    catalog: "pg_attribute",
    objects: columns("c.relkind in ('r', 'p')"),
    properties: {
      "not null": toggled("attnotnull"),
      storage: letter("attstorage", "m", "e"),
      compression: letter("attcompression", "p", ""),
      "statistics target": "attstattarget = 5",
      options: "attoptions = array['n_distinct=5']",
      "defined here": toggled("attislocal"),
      inherited: "attinhcount = 1 - attinhcount",
      privileges: granted("attacl", "c", "10", "r"),
      "identity column": letter("attidentity", "a", "d"),
      type: "atttypid = case atttypid when 'int4'::regtype then 'oid'::regtype else 'int4'::regtype end",
    },
    name: "attname",
  },
  {
    kind: "column",
    catalog: "pg_attribute",
    objects: columns("o.atttypid = 'text'::regtype and c.relkind in ('r', 'p')"),
    properties: {
      collation: `attcollation = case attcollation when '"C"'::regcollation then '"POSIX"'::regcollation else '"C"'::regcollation end`,
    },
  },
  {
    kind: "column",
    catalog: "pg_attribute",
    objects: columns("c.relkind = 'f'"),
    properties: { "foreign options": "attfdwoptions = array['column=z']" },
  },
  {
    kind: "column",
    catalog: "pg_attribute",
    objects: columns("o.attgenerated = 's'"),
    properties: { generated: "attgenerated = 'v'" },
  },
];

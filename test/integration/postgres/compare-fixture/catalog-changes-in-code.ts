import { byOid, granted, letter, more, otherRole, toggled, type CatalogChanges } from "./catalog-change.ts";

const ours = (catalog: string, namespace: string): string =>
  `${catalog} o where o.oid >= 16384 and o.${namespace} = 'app'::regnamespace
     and o.oid not in (select objid from pg_depend where classid = '${catalog}'::regclass and deptype in ('e', 'i'))`;

const types = (kinds: string): string =>
  byOid(
    `pg_type o where o.typtype in (${kinds}) and o.typnamespace = 'app'::regnamespace
       and o.oid not in (select e.typarray from pg_type e)
       and not exists (select from pg_class c where c.oid = o.typrelid and c.relkind <> 'c')`,
    "o.typname",
  );

const functions = (kinds: string): string =>
  byOid(`${ours("pg_proc", "pronamespace")} and o.prokind in (${kinds})`, "o.proname");

const aggregates =
  "select 'aggfnoid = ' || aggfnoid::oid as place, 'total' as name from pg_aggregate where aggfnoid = 'app.total'::regproc";

/** Types, routines, and all that is defined by them. */
export const catalogChangesInCode: readonly CatalogChanges[] = [
  {
    kind: "type",
    catalog: "pg_type",
    objects: types("'b', 'c', 'd', 'e', 'r'"),
    properties: { owner: otherRole("typowner"), privileges: granted("typacl", "T", "typowner", "U") },
    name: "typname",
  },
  {
    kind: "type",
    catalog: "pg_type",
    objects: types("'d'"),
    properties: {
      "base type": "typbasetype = 'int8'::regtype",
      "not null": toggled("typnotnull"),
      default: "typdefaultbin = null, typdefault = '7'",
      collation: `typcollation = '"C"'::regcollation`,
      kind: "typtype = 'e'",
    },
  },
  {
    kind: "type",
    catalog: "pg_type",
    objects: types("'b'"),
    properties: {
      layout: "typcategory = 'Y'",
      functions: "typanalyze = 'array_typanalyze'::regproc",
      element: "typelem = 'int4'::regtype",
    },
  },
  {
    kind: "type",
    catalog: "pg_enum",
    objects:
      "select 'oid = ' || oid as place, 'mood' as name from pg_enum where enumtypid = 'app.mood'::regtype",
    properties: { labels: "enumlabel = enumlabel || 'x'" },
  },
  {
    kind: "type",
    catalog: "pg_enum",
    objects:
      "select 'oid = ' || oid as place, 'mood' as name from pg_enum where enumtypid = 'app.mood'::regtype and enumlabel = 'sad'",
    properties: { labels: "enumsortorder = 99" },
  },
  {
    kind: "type",
    catalog: "pg_range",
    objects:
      "select 'rngtypid = ' || rngtypid as place, 'span' as name from pg_range where rngtypid = 'app.span'::regtype",
    properties: {
      subtype: "rngsubtype = 'float4'::regtype",
      "subtype's collation": `rngcollation = '"C"'::regcollation`,
      "operator class": "rngsubopc = (select oid from pg_opclass where opcname = 'float4_ops' limit 1)",
      "canonical function": "rngcanonical = 'int4range_canonical'::regproc",
      "difference function": "rngsubdiff = 0",
      multirange: "rngmultitypid = 'int4'::regtype",
    },
  },
  {
    kind: "domain constraint",
    catalog: "pg_constraint",
    objects: byOid("pg_constraint o where o.contypid = 'app.positive'::regtype", "o.conname"),
    properties: { validated: toggled("convalidated") },
    name: "conname",
    deletable: true,
  },
  {
    kind: "function",
    catalog: "pg_proc",
    objects: functions("'f', 'p'"),
    properties: {
      owner: otherRole("proowner"),
      volatility: letter("provolatile", "i", "s"),
      parallel: letter("proparallel", "s", "r"),
      "security definer": toggled("prosecdef"),
      leakproof: toggled("proleakproof"),
      strict: toggled("proisstrict"),
      cost: more("procost"),
      settings: "proconfig = array['work_mem=9MB']",
      source: "prosrc = prosrc || ' '",
      library: "probin = 'elsewhere'",
      privileges: granted("proacl", "f", "proowner", "X"),
    },
    name: "proname",
    deletable: true,
  },
  {
    kind: "function",
    catalog: "pg_proc",
    objects: `select 'oid = ' || 'app.rows_of'::regproc::oid as place, 'rows_of' as name`,
    properties: {
      "estimated rows": more("prorows"),
      language: "prolang = (select oid from pg_language where lanname = 'sql')",
      kind: letter("prokind", "w", "f"),
      result: "prorettype = 'int4'::regtype",
      arguments: "proargnames = array['named']",
      "support function": "prosupport = 'generate_series_int4_support'::regproc",
      transforms: "protrftypes = array['app.mood'::regtype::oid]",
    },
  },
  {
    kind: "aggregate",
    catalog: "pg_aggregate",
    objects: aggregates,
    properties: {
      kind: letter("aggkind", "o", "h"),
      "direct arguments": more("aggnumdirectargs"),
      "state function": "aggtransfn = 'int4mi'::regproc",
      "state type": "aggtranstype = 'int8'::regtype",
      "state size": more("aggtransspace"),
      "initial state": "agginitval = '77'",
      "final function": "aggfinalfn = 'int4abs'::regproc",
      "final function takes extra arguments": toggled("aggfinalextra"),
      "final function modifies": letter("aggfinalmodify", "s", "w"),
      "combine function": "aggcombinefn = 'int4pl'::regproc",
      "serial function": "aggserialfn = 'numeric_avg_serialize'::regproc",
      "deserial function": "aggdeserialfn = 'numeric_avg_deserialize'::regproc",
      "moving state function": "aggmtransfn = 'int4pl'::regproc",
      "moving inverse function": "aggminvtransfn = 'int4mi'::regproc",
      "moving state type": "aggmtranstype = 'int4'::regtype",
      "moving state size": more("aggmtransspace"),
      "moving initial state": "aggminitval = '1'",
      "moving final function": "aggmfinalfn = 'int4abs'::regproc",
      "moving final function takes extra arguments": toggled("aggmfinalextra"),
      "moving final function modifies": letter("aggmfinalmodify", "s", "w"),
      "sort operator": "aggsortop = '<(int4,int4)'::regoperator",
    },
    deletable: true,
  },
  {
    kind: "aggregate",
    catalog: "pg_proc",
    objects: functions("'a'"),
    properties: {
      arguments: "proargnames = array['named']",
      owner: otherRole("proowner"),
      parallel: letter("proparallel", "s", "r"),
      privileges: granted("proacl", "f", "proowner", "X"),
    },
    name: "proname",
  },
];

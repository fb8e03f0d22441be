import {
  byOid,
  letter,
  more,
  otherFunction,
  otherRole,
  toggled,
  type CatalogChanges,
} from "./catalog-change.ts";

const ours = (catalog: string, namespace: string): string =>
  `${catalog} o where o.oid >= 16384 and o.${namespace} = 'app'::regnamespace
     and o.oid not in (select objid from pg_depend where classid = '${catalog}'::regclass and deptype in ('e', 'i'))`;

/** Casts, operators, collations and the like. */
export const catalogChangesOfOperators: readonly CatalogChanges[] = [
  {
    kind: "event trigger",
    catalog: "pg_event_trigger",
    objects: byOid("pg_event_trigger o", "o.evtname"),
    properties: {
      owner: otherRole("evtowner"),
      event: "evtevent = 'sql_drop'",
      enabled: letter("evtenabled", "O", "D"),
      tags: "evttags = array['CREATE DOMAIN']",
      function: "evtfoid = 'app.touch'::regproc",
    },
    name: "evtname",
    deletable: true,
  },
  {
    kind: "cast",
    catalog: "pg_cast",
    objects: byOid("pg_cast o where o.castsource = 'app.mood'::regtype", "'mood'"),
    properties: {
      function: "castfunc = 'enum_send'::regproc",
      method: letter("castmethod", "b", "i"),
      context: letter("castcontext", "e", "i"),
    },
    deletable: true,
  },
  {
    kind: "transform",
    catalog: "pg_transform",
    objects: byOid("pg_transform o", "'mood'"),
    properties: { "from SQL": "trffromsql = 0", "to SQL": "trftosql = 'int4in'::regproc" },
    deletable: true,
  },
  {
    kind: "operator",
    catalog: "pg_operator",
    objects: byOid(ours("pg_operator", "oprnamespace") + " and o.oprcode <> 0", "o.oprname"),
    properties: {
      owner: otherRole("oprowner"),
      function: "oprcode = 'app.cmp'::regproc",
      commutator: "oprcom = 0",
      negator: "oprnegate = '=(int4,int4)'::regoperator",
      "restriction estimator": "oprrest = 'neqsel'::regproc",
      "join estimator": "oprjoin = 'neqjoinsel'::regproc",
      merges: toggled("oprcanmerge"),
      hashes: toggled("oprcanhash"),
    },
    name: "oprname",
    deletable: true,
  },
  {
    kind: "operator class",
    catalog: "pg_opclass",
    objects: byOid(ours("pg_opclass", "opcnamespace"), "o.opcname"),
    properties: {
      owner: otherRole("opcowner"),
      family: "opcfamily = (select oid from pg_opfamily where opfname = 'integer_ops' and opfmethod = 403)",
      type: "opcintype = 'int4'::regtype",
      "stored type": "opckeytype = 'int4'::regtype",
      default: toggled("opcdefault"),
    },
    name: "opcname",
    deletable: true,
  },
  {
    kind: "operator family",
    catalog: "pg_opfamily",
    objects: byOid(ours("pg_opfamily", "opfnamespace"), "o.opfname"),
    properties: { owner: otherRole("opfowner") },
    name: "opfname",
  },
  {
    kind: "operator family",
    catalog: "pg_amop",
    objects: byOid(
      "pg_amop o where o.oid >= 16384 and o.amopfamily = (select oid from pg_opfamily where opfname = 'addresses')",
      "'addresses'",
    ),
    properties: { operators: more("amopstrategy") },
  },
  {
    kind: "operator family",
    catalog: "pg_amproc",
    objects: byOid(
      "pg_amproc o where o.oid >= 16384 and o.amprocfamily = (select oid from pg_opfamily where opfname = 'addresses')",
      "'addresses'",
    ),
    properties: { functions: more("amprocnum") },
  },
  {
    kind: "access method",
    catalog: "pg_am",
    objects: byOid("pg_am o where o.oid >= 16384", "o.amname"),
    properties: { kind: letter("amtype", "i", "t"), handler: "amhandler = 'bthandler'::regproc" },
    name: "amname",
  },
  {
    kind: "collation",
    catalog: "pg_collation",
    objects: byOid(ours("pg_collation", "collnamespace"), "o.collname"),
    properties: {
      owner: otherRole("collowner"),
      deterministic: toggled("collisdeterministic"),
      "fits the database's encoding": "collencoding = pg_char_to_encoding('LATIN1')",
    },
    name: "collname",
    deletable: true,
  },
  {
    kind: "collation",
    catalog: "pg_collation",
    objects: byOid("pg_collation o where o.collname = 'bytes'", "o.collname"),
    properties: {
      provider: "collprovider = 'i'",
      collation: "collcollate = 'POSIX'",
      "character type": "collctype = 'POSIX'",
    },
  },
  {
    kind: "collation",
    catalog: "pg_collation",
    objects: byOid("pg_collation o where o.collname = 'german'", "o.collname"),
    properties: { locale: "colliculocale = 'fr'" },
  },
  {
    kind: "conversion",
    catalog: "pg_conversion",
    objects: byOid(ours("pg_conversion", "connamespace"), "o.conname"),
    properties: {
      owner: otherRole("conowner"),
      from: "conforencoding = pg_char_to_encoding('LATIN2')",
      to: "contoencoding = pg_char_to_encoding('LATIN2')",
      function: otherFunction("conproc", "utf8_to_iso8859_1", "utf8_to_big5"),
      default: toggled("condefault"),
    },
    name: "conname",
    deletable: true,
  },
];

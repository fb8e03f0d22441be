import { byOid, granted, letter, otherRole, toggled, type CatalogChanges } from "./catalog-change.ts";

const textSearch = (catalog: string, prefix: string): string =>
  byOid(`${catalog} o where o.${prefix}namespace = 'app'::regnamespace`, `o.${prefix}name`);

/** Schemas, text search, other servers, publications, privileges and comments. */
export const catalogChangesOutside: readonly CatalogChanges[] = [
  {
    kind: "schema",
    catalog: "pg_namespace",
    objects: byOid(
      "pg_namespace o where o.oid >= 16384 and o.nspname !~ '^pg_'",
      "replace(o.nspname, '\"', '\"\"')",
    ),
    properties: { owner: otherRole("nspowner"), privileges: granted("nspacl", "n", "nspowner", "C") },
    name: "nspname",
  },
  {
    kind: "extension",
    catalog: "pg_extension",
    objects: byOid("pg_extension o", "o.extname"),
    properties: {
      owner: otherRole("extowner"),
      schema: "extnamespace = 'information_schema'::regnamespace",
      version: "extversion = '0'",
    },
    name: "extname",
  },
  {
    kind: "language",
    catalog: "pg_language",
    objects: byOid("pg_language o where o.lanname = 'plshow'", "o.lanname"),
    properties: {
      owner: otherRole("lanowner"),
      trusted: toggled("lanpltrusted"),
      handler: "lanplcallfoid = 'plpgsql_call_handler'::regproc",
      "inline handler": "laninline = 'plpgsql_inline_handler'::regproc",
      validator: "lanvalidator = 'plpgsql_validator'::regproc",
      privileges: granted("lanacl", "l", "lanowner", "U"),
    },
    name: "lanname",
    deletable: true,
  },
  {
    kind: "text search parser",
    catalog: "pg_ts_parser",
    objects: textSearch("pg_ts_parser", "prs"),
    properties: {
      start: "prsstart = 'prsd_end'::regproc",
      token: "prstoken = 'prsd_end'::regproc",
      end: "prsend = 'prsd_lextype'::regproc",
      headline: "prsheadline = 'prsd_headline'::regproc",
      "token types": "prslextype = 'prsd_end'::regproc",
    },
    name: "prsname",
    deletable: true,
  },
  {
    kind: "text search template",
    catalog: "pg_ts_template",
    objects: textSearch("pg_ts_template", "tmpl"),
    properties: {
      initialiser: "tmplinit = 'dispell_init'::regproc",
      lexiser: "tmpllexize = 'dispell_lexize'::regproc",
    },
    name: "tmplname",
    deletable: true,
  },
  {
    kind: "text search dictionary",
    catalog: "pg_ts_dict",
    objects: textSearch("pg_ts_dict", "dict"),
    properties: {
      owner: otherRole("dictowner"),
      template: "dicttemplate = (select oid from pg_ts_template where tmplname = 'ispell')",
      options: "dictinitoption = 'a = b'",
    },
    name: "dictname",
    deletable: true,
  },
  {
    kind: "text search configuration",
    catalog: "pg_ts_config",
    objects: textSearch("pg_ts_config", "cfg"),
    properties: {
      owner: otherRole("cfgowner"),
      parser: "cfgparser = (select oid from pg_ts_parser where prsname = 'default')",
    },
    name: "cfgname",
    deletable: true,
  },
  {
    kind: "text search configuration",
    catalog: "pg_ts_config_map",
    objects: `select format('mapcfg = %s and mapseqno = %s', mapcfg, mapseqno) as place, 'configuration' as name
              from pg_ts_config_map where mapcfg >= 16384`,
    properties: {
      mappings: "maptokentype = maptokentype + 1",
    },
  },
  {
    kind: "foreign data wrapper",
    catalog: "pg_foreign_data_wrapper",
    objects: byOid("pg_foreign_data_wrapper o", "o.fdwname"),
    properties: {
      owner: otherRole("fdwowner"),
      handler: "fdwhandler = 'bthandler'::regproc",
      validator: "fdwvalidator = 'postgresql_fdw_validator'::regproc",
      options: "fdwoptions = array['debug=false']",
      privileges: granted("fdwacl", "F", "fdwowner", "U"),
    },
    name: "fdwname",
  },
  {
    kind: "foreign server",
    catalog: "pg_foreign_server",
    objects: byOid("pg_foreign_server o", "o.srvname"),
    properties: {
      owner: otherRole("srvowner"),
      wrapper: "srvfdw = 0",
      type: "srvtype = 'z'",
      version: "srvversion = '9'",
      options: "srvoptions = null",
      privileges: granted("srvacl", "S", "srvowner", "U"),
    },
    name: "srvname",
  },
  {
    kind: "user mapping",
    catalog: "pg_user_mapping",
    objects: byOid("pg_user_mapping o", "'reader on elsewhere'"),
    properties: { options: "umoptions = array['password=guessed']" },
    deletable: true,
  },
  {
    kind: "publication",
    catalog: "pg_publication",
    objects: byOid("pg_publication o", "o.pubname"),
    properties: {
      owner: otherRole("pubowner"),
      "all tables": toggled("puballtables"),
      inserts: toggled("pubinsert"),
      updates: toggled("pubupdate"),
      deletes: toggled("pubdelete"),
      truncates: toggled("pubtruncate"),
      "through the root": toggled("pubviaroot"),
    },
    name: "pubname",
    deletable: true,
  },
  {
    kind: "published table",
    catalog: "pg_publication_rel",
    objects: byOid("pg_publication_rel o", "'customer'"),
    properties: { columns: "prattrs = '1 2 3'::int2vector", filter: "prqual = null" },
    deletable: true,
  },
  {
    kind: "default privileges",
    catalog: "pg_default_acl",
    objects: byOid("pg_default_acl o", "'owner_a'"),
    properties: { privileges: `defaclacl = defaclacl || 'boss=X/postgres'::aclitem` },
    deletable: true,
  },
  {
    kind: "comment on",
    catalog: "pg_description",
    objects: `select format('classoid = %s and objoid = %s and objsubid = %s', classoid, objoid, objsubid) as place, '' as name
              from pg_description d where (objoid >= 16384 or classoid = 'pg_largeobject'::regclass)
                and (pg_identify_object(classoid, objoid, 0)).identity is not null
                and not exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`,
    properties: { text: "description = description || ' '" },
    deletable: true,
  },
  {
    kind: "row security of",
    catalog: "pg_class",
    objects: "select 'oid = ' || 'app.note'::regclass::oid as place, 'note' as name",
    properties: {
      forced: toggled("relforcerowsecurity"),
      enabled: "relrowsecurity = false, relforcerowsecurity = true",
    },
  },
  {
    kind: "extension's",
    catalog: "pg_trigger",
    objects: byOid("pg_trigger o where o.tgrelid = 'app.note'::regclass and not o.tgisinternal", "o.tgname"),
    properties: { text: letter("tgenabled", "R", "A") },
    deletable: true,
  },
];

/** What belongs to the cluster as a whole. */
export const catalogChangesInCluster: readonly CatalogChanges[] = [
  {
    kind: "database",
    catalog: "pg_database",
    objects: byOid("pg_database o where o.datname in ('ledger', 'words', 'raw')", "o.datname"),
    properties: {
      owner: otherRole("datdba"),
      encoding: "encoding = pg_char_to_encoding('EUC_JP')",
      collation: "datcollate = 'POSIX'",
      "character type": "datctype = 'POSIX'",
      "locale provider": letter("datlocprovider", "i", "c"),
      locale: "daticulocale = 'fr'",
      "connections allowed": toggled("datallowconn"),
      "is a template": toggled("datistemplate"),
      "connection limit": "datconnlimit = 33",
      tablespace: "dattablespace = (select oid from pg_tablespace where spcname = 'side')",
      privileges: granted("datacl", "d", "datdba", "C"),
    },
    name: "datname",
  },
  {
    kind: "role",
    catalog: "pg_authid",
    objects: byOid("pg_authid o where o.oid >= 16384 and o.rolname ~ '^[a-z_]+$'", "o.rolname"),
    properties: {
      superuser: toggled("rolsuper"),
      inherits: toggled("rolinherit"),
      "may create roles": toggled("rolcreaterole"),
      "may create databases": toggled("rolcreatedb"),
      "may log in": toggled("rolcanlogin"),
      "may replicate": toggled("rolreplication"),
      "bypasses row security": toggled("rolbypassrls"),
      "connection limit": "rolconnlimit = 44",
      "valid until": "rolvaliduntil = '2044-04-04'",
      password: "rolpassword = coalesce(rolpassword, '') || 'x'",
    },
    name: "rolname",
  },
  {
    kind: "membership of",
    catalog: "pg_auth_members",
    objects: `select format('roleid = %s and member = %s', roleid, member) as place, pg_get_userbyid(roleid)::text as name
              from pg_auth_members where member >= 16384`,
    properties: { "with admin option": toggled("admin_option") },
    deletable: true,
  },
  {
    kind: "parameter",
    catalog: "pg_parameter_acl",
    objects: byOid("pg_parameter_acl o", "o.parname"),
    properties: { privileges: `paracl = paracl || 'boss=s/postgres'::aclitem` },
    name: "parname",
    deletable: true,
  },
  {
    kind: "tablespace",
    catalog: "pg_tablespace",
    objects: byOid("pg_tablespace o where o.oid >= 16384", "o.spcname"),
    properties: {
      owner: otherRole("spcowner"),
      options: "spcoptions = array['seq_page_cost=9']",
      privileges: granted("spcacl", "t", "spcowner", "C"),
    },
    name: "spcname",
  },
  {
    kind: "subscription",
    catalog: "pg_subscription",
    objects: byOid("pg_subscription o", "o.subname"),
    properties: {
      owner: otherRole("subowner"),
      enabled: toggled("subenabled"),
      connection: "subconninfo = subconninfo || ' port=1'",
      "replication slot": "subslotname = 'slotted'",
      "synchronous commit": "subsynccommit = 'on'",
      publications: "subpublications = subpublications || 'extra'::text",
    },
    name: "subname",
    deletable: true,
  },
  {
    kind: "setting",
    catalog: "pg_db_role_setting",
    objects:
      "select format('setdatabase = %s and setrole = %s', setdatabase, setrole) as place, '' as name from pg_db_role_setting",
    properties: { value: "setconfig[1] = setconfig[1] || '0'" },
    deletable: true,
  },
  {
    kind: "comment on",
    catalog: "pg_shdescription",
    objects:
      "select format('classoid = %s and objoid = %s', classoid, objoid) as place, '' as name from pg_shdescription where objoid >= 16384",
    properties: { text: "description = description || ' '" },
    deletable: true,
  },
];

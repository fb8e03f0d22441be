import type { Kind } from "../kind.ts";
import { identityOf, procedure, roleName } from "../sql/names.ts";
import { madeByUser, notTemporary } from "../sql/user-objects.ts";

export const textSearchParser: Kind = {
  name: "text search parser",
  sql: () => `
    select ${identityOf("pg_ts_parser", "p.oid")} as identity,
      ${procedure("p.prsstart")} as start,
      ${procedure("p.prstoken")} as token,
      ${procedure("p.prsend")} as "end",
      ${procedure("p.prsheadline")} as headline,
      ${procedure("p.prslextype")} as "token types"
    from pg_ts_parser p where ${madeByUser("pg_ts_parser", "p")} and ${notTemporary("p.prsnamespace")}`,
};

export const textSearchTemplate: Kind = {
  name: "text search template",
  sql: () => `
    select ${identityOf("pg_ts_template", "t.oid")} as identity,
      ${procedure("t.tmplinit")} as initialiser,
      ${procedure("t.tmpllexize")} as lexiser
    from pg_ts_template t where ${madeByUser("pg_ts_template", "t")} and ${notTemporary("t.tmplnamespace")}`,
};

export const textSearchDictionary: Kind = {
  name: "text search dictionary",
  sql: () => `
    select ${identityOf("pg_ts_dict", "d.oid")} as identity,
      ${roleName("d.dictowner")} as owner,
      ${identityOf("pg_ts_template", "d.dicttemplate")} as template,
      d.dictinitoption as options
    from pg_ts_dict d where ${madeByUser("pg_ts_dict", "d")} and ${notTemporary("d.dictnamespace")}`,
};

export const textSearchConfiguration: Kind = {
  name: "text search configuration",
  sql: () => `
    select ${identityOf("pg_ts_config", "c.oid")} as identity,
      ${roleName("c.cfgowner")} as owner,
      ${identityOf("pg_ts_parser", "c.cfgparser")} as parser,
      (select string_agg(m.maptokentype || ': ' || ${identityOf("pg_ts_dict", "m.mapdict")}, ', '
          order by m.maptokentype, m.mapseqno)
        from pg_ts_config_map m where m.mapcfg = c.oid) as mappings
    from pg_ts_config c where ${madeByUser("pg_ts_config", "c")} and ${notTemporary("c.cfgnamespace")}`,
};

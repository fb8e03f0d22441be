import { z } from "zod";
import type { Container } from "../../ports/runtime.ts";
import { serverFacts, type DatabaseFacts, type ReplicationFacts, type ServerFacts } from "./facts.ts";
import { linesReadOtherwise } from "./access-patterns.ts";
import type { Login } from "./login.ts";
import { lookAbove } from "./look-above.ts";
import { lookAtSettings } from "./look-at-settings.ts";
import { lookForStrangers } from "./look-for-strangers.ts";
import type { Session } from "./session.ts";
import { majorOfNumber } from "./version.ts";

const size = z.bigint().transform(Number);
const named = z.object({ name: z.string() });

const server = z.object({
  version: z.string(),
  versionNumber: z.int(),
  systemIdentifier: z.string(),
  startedAt: z.string(),
  inRecovery: z.boolean(),
  dataDirectory: z.string(),
  configFile: z.string(),
  hbaFile: z.string(),
  identFile: z.string(),
  accessIncludes: z.boolean(),
  rules: z.string(),
  mappings: z.string(),
  checksums: z.boolean(),
  walSegmentBytes: z.int(),
  maxConnections: z.int(),
  maxLocksPerTransaction: z.int(),
  archiveMode: z.string(),
  roles: z.int(),
});

/** Every byte a character, so that no file is refused for its encoding; what is looked for is ASCII. */
const readAs = (path: string): string => `convert_from(pg_read_binary_file(${path}), 'LATIN1')`;

/** A word that begins with @, or from 16 on an include line, takes in another file; what follows # is a comment. */
const accessIncludes = `
  exists (
    select from unnest(array[current_setting('hba_file'), current_setting('ident_file')]) as path,
                regexp_split_to_table(${readAs("path")}, '\\n') as line
    where regexp_replace(line, '#.*', '') ~ '(^|[\\s,])@|^\\s*include(_if_exists|_dir)?\\s')`;

const serverQuery = `
  select split_part(current_setting('server_version'), ' ', 1) as version,
         current_setting('server_version_num')::int4 as "versionNumber",
         (select system_identifier::text from pg_control_system()) as "systemIdentifier",
         pg_postmaster_start_time()::text as "startedAt",
         pg_is_in_recovery() as "inRecovery",
         current_setting('data_directory') as "dataDirectory",
         current_setting('config_file') as "configFile",
         current_setting('hba_file') as "hbaFile",
         current_setting('ident_file') as "identFile",
         ${accessIncludes} as "accessIncludes",
         ${readAs("current_setting('hba_file')")} as rules,
         ${readAs("current_setting('ident_file')")} as mappings,
         current_setting('data_checksums') = 'on' as checksums,
         (select bytes_per_wal_segment from pg_control_init()) as "walSegmentBytes",
         current_setting('max_connections')::int4 as "maxConnections",
         current_setting('max_locks_per_transaction')::int4 as "maxLocksPerTransaction",
         current_setting('archive_mode') as "archiveMode",
         (select count(*)::int4 from pg_roles where rolname !~ '^pg_') as roles`;

/** Everything one session sees of a server. Changes nothing. */
export async function lookAtServer(
  session: Session,
  container: Container,
  login: Login,
): Promise<ServerFacts> {
  const { inRecovery, rules, mappings, ...rest } = await session.row(server, serverQuery);
  return serverFacts.parse({
    ...rest,
    accessPatterns: linesReadOtherwise(rules, mappings),
    major: majorOfNumber(rest.versionNumber),
    login,
    bootstrapRole: await session.row(
      z.object({ name: z.string(), canLogin: z.boolean(), isSuperuser: z.boolean() }),
      `select rolname as name, rolcanlogin as "canLogin", rolsuper as "isSuperuser" from pg_roles where oid = 10`,
    ),
    databases: await databases(session, rest.versionNumber),
    md5Roles: await rolesWhere(session, "rolpassword like 'md5%'"),
    undumpableRoles: await rolesWhere(session, "rolname ~ '[\\n\\r]'"),
    tablespaces: await session.rows(
      z.object({ name: z.string(), location: z.string() }),
      `select spcname as name, pg_tablespace_location(oid) as location from pg_tablespace
       where spcname not in ('pg_default', 'pg_global') order by 1`,
    ),
    preparedTransactions: await session.rows(
      z.object({ gid: z.string(), database: z.string() }),
      "select gid, database from pg_prepared_xacts order by prepared, gid",
    ),
    replication: await replication(session, inRecovery),
    settings: await lookAtSettings(session),
    strangers: await lookForStrangers(session),
    besideData: await lookAbove(session, container, rest.dataDirectory),
  } satisfies ServerFacts);
}

async function rolesWhere(session: Session, condition: string): Promise<string[]> {
  const rows = await session.rows(
    named,
    `select rolname as name from pg_authid where ${condition} order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** How a database names its locale provider and locale differs by version. */
function localeColumns(versionNumber: number): string {
  const provider = versionNumber >= 150000 ? "d.datlocprovider::text" : "'c'::text";
  const locale =
    versionNumber >= 170000 ? "d.datlocale" : versionNumber >= 150000 ? "d.daticulocale" : "null::text";
  const rules = versionNumber >= 160000 ? "d.daticurules" : "null::text";
  return `${provider} as provider, ${locale} as locale, ${rules} as "icuRules"`;
}

async function databases(session: Session, versionNumber: number): Promise<DatabaseFacts[]> {
  const row = z.object({
    name: z.string(),
    owner: z.string(),
    allowsConnections: z.boolean(),
    isTemplate: z.boolean(),
    connectionLimit: z.int(),
    sizeBytes: size,
    encoding: z.string(),
    collate: z.string(),
    ctype: z.string(),
    provider: z.string(),
    locale: z.string().nullable(),
    icuRules: z.string().nullable(),
  });
  return session.rows(
    row,
    `select d.datname as name, pg_get_userbyid(d.datdba) as owner, d.datallowconn as "allowsConnections",
            d.datistemplate as "isTemplate", d.datconnlimit as "connectionLimit",
            pg_database_size(d.oid) as "sizeBytes", pg_encoding_to_char(d.encoding) as encoding,
            d.datcollate::text as collate, d.datctype::text as ctype, ${localeColumns(versionNumber)}
     from pg_database d order by d.datname`,
  );
}

async function replication(session: Session, inRecovery: boolean): Promise<ReplicationFacts> {
  return {
    inRecovery,
    senders: await session.rows(
      z.object({ application: z.string(), state: z.string() }),
      "select application_name as application, coalesce(state, '') as state from pg_stat_replication order by 1, 2",
    ),
    slots: await session.rows(
      z.object({ name: z.string(), type: z.string(), active: z.boolean() }),
      "select slot_name as name, slot_type as type, active from pg_replication_slots where not temporary order by 1",
    ),
    subscriptions: await session.rows(
      z.object({ name: z.string(), database: z.string() }),
      `select s.subname as name, d.datname as database
       from pg_subscription s join pg_database d on d.oid = s.subdbid order by 1, 2`,
    ),
    origins: (
      await session.rows(
        named,
        "select roname as name from pg_replication_origin where roname !~ '^pg_[0-9]+' order by 1",
      )
    ).map(({ name }) => name),
  };
}

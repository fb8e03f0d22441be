import { z } from "zod";
import { login } from "./login.ts";

const names = z.array(z.string());

const database = z.object({
  name: z.string(),
  owner: z.string(),
  allowsConnections: z.boolean(),
  isTemplate: z.boolean(),
  /** -1 is no limit; -2 marks a database whose removal was interrupted. */
  connectionLimit: z.int(),
  sizeBytes: z.number(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  /** c = libc, i = ICU, b = built in. */
  provider: z.string(),
  /** The locale of ICU or of the built-in provider. */
  locale: z.string().nullable(),
  icuRules: z.string().nullable(),
});

/** What hangs on a member of an extension and does not seem to have come with it: no dump carries it. */
const onExtension = z.object({
  what: z.string(),
  /** A run would fail on it, in the restore or the verification; or rows would be lost. */
  stops: z.boolean(),
  /** Where an extension was updated, or came through pg_upgrade, it may be the extension's own. */
  certain: z.boolean(),
});

/** What majors from `since` on do not take any more; where it is null, what no dump carries. */
const unrestorable = z.object({ what: z.string(), since: z.string().nullable() });

/** What only a look into each database shows. */
const contents = z.object({
  database: z.string(),
  extensions: z.array(z.object({ name: z.string(), version: z.string(), schema: z.string() })),
  tables: z.int(),
  publications: names,
  largeObjects: z.int(),
  /** What every new database has and this one has not: its schema `public`, its extension `plpgsql`. */
  lacks: z.array(z.enum(["schema public", "extension plpgsql"])),
  /** Privileges on the language SQL are not those it comes with. */
  sqlPrivileges: z.boolean().default(true),
  /** Populated materialized views that are computed from foreign tables. */
  remoteViews: names,
  onExtensions: z.array(onExtension),
  unrestorable: z.array(unrestorable),
  /** What users' functions in C are in, as they name it: `$libdir/name`. */
  libraries: names,
});

/** Names only: values may be secrets. */
const settings = z.object({
  /** In postgresql.conf or a file it includes, inside the data directory. */
  main: names,
  /** By ALTER SYSTEM. */
  auto: names,
  /** In files outside the data directory. */
  elsewhere: names,
  /** Given when the server was started: command line and environment. */
  commandLine: names,
  /** Set for a role or a database, in the database itself. */
  inDatabase: names,
  /** In files, in force only after the next start. */
  pendingRestart: names,
  /** What the server cannot make sense of, in its own words: it would not start again. */
  broken: z.array(z.object({ file: z.string(), line: z.int(), name: z.string().nullable() })),
  preloadLibraries: names,
  /** The locales of messages, money, numbers and time. */
  locales: names,
  /** Settings in use that name a file of the data directory, which no dump carries: TLS certificates and keys. */
  namingOwnFiles: names,
  /** Of names and values of what is in files inside the data directory. */
  sha256: z.string(),
});

const replication = z.object({
  inRecovery: z.boolean(),
  senders: z.array(z.object({ application: z.string(), state: z.string() })),
  slots: z.array(z.object({ name: z.string(), type: z.string(), active: z.boolean() })),
  subscriptions: z.array(z.object({ name: z.string(), database: z.string() })),
  /** How far something that writes here has got with what it reads elsewhere; without those of subscriptions. */
  origins: names.default([]),
});

/** What one session sees: the server and everything shared by its databases. */
export const serverFacts = z.object({
  version: z.string(),
  versionNumber: z.int(),
  major: z.string(),
  systemIdentifier: z.string(),
  startedAt: z.string(),
  login,
  /** The role initdb made: oid 10. */
  bootstrapRole: z.object({ name: z.string(), canLogin: z.boolean(), isSuperuser: z.boolean() }),
  dataDirectory: z.string(),
  configFile: z.string(),
  hbaFile: z.string(),
  identFile: z.string(),
  /** pg_hba.conf or pg_ident.conf takes in other files. */
  accessIncludes: z.boolean(),
  /** Lines of the two that majors before 16 read in another way than later ones. */
  accessPatterns: names,
  /** What lies at the top of the data directory and is not the server's. */
  strangers: names.default([]),
  /** Full paths of what lies beside the data directory in its volume. */
  besideData: names.default([]),
  checksums: z.boolean(),
  walSegmentBytes: z.int(),
  maxConnections: z.int(),
  maxLocksPerTransaction: z.int(),
  archiveMode: z.string(),
  databases: z.array(database),
  roles: z.int(),
  md5Roles: names,
  /** Roles that pg_dumpall refuses: with a line break in their name. */
  undumpableRoles: names,
  tablespaces: z.array(z.object({ name: z.string(), location: z.string() })),
  preparedTransactions: z.array(z.object({ gid: z.string(), database: z.string() })),
  replication,
  settings,
});

/** Everything a plan keeps about a PostgreSQL server. JSON, no secrets. */
export const postgresFacts = serverFacts.extend({
  contents: z.array(contents),
  /** Databases that accept no connections, and so were not looked into. */
  notVisited: names,
  sizeBytes: z.number(),
});

export type DatabaseFacts = z.infer<typeof database>;
export type DatabaseContents = z.infer<typeof contents>;
export type OnExtension = z.infer<typeof onExtension>;
export type SettingsFacts = z.infer<typeof settings>;
export type ReplicationFacts = z.infer<typeof replication>;
export type ServerFacts = z.infer<typeof serverFacts>;
export type PostgresFacts = z.infer<typeof postgresFacts>;

import type { PostgresFacts } from "../../../../src/engines/postgres/facts.ts";
import type { ImageContents } from "../../../../src/engines/postgres/inspect-image.ts";
import type { Container, Image } from "../../../../src/ports/runtime.ts";

type Database = PostgresFacts["databases"][number];

export function sampleDatabase(name: string, more: Partial<Database> = {}): Database {
  return {
    name,
    owner: "postgres",
    allowsConnections: true,
    isTemplate: false,
    connectionLimit: -1,
    sizeBytes: 8_000_000,
    encoding: "UTF8",
    collate: "en_US.utf8",
    ctype: "en_US.utf8",
    provider: "c",
    locale: null,
    icuRules: null,
    ...more,
  };
}

const data = "/var/lib/postgresql/data";

/** A server nothing stands in the way of. */
export const sampleFacts: PostgresFacts = {
  version: "15.18",
  versionNumber: 150018,
  major: "15",
  systemIdentifier: "7300000000000000001",
  startedAt: "2026-05-01 10:00:00+00",
  login: { role: "postgres", database: "postgres", port: 5432, way: "trust" },
  bootstrapRole: { name: "postgres", canLogin: true, isSuperuser: true },
  dataDirectory: data,
  configFile: `${data}/postgresql.conf`,
  hbaFile: `${data}/pg_hba.conf`,
  identFile: `${data}/pg_ident.conf`,
  accessIncludes: false,
  accessPatterns: [],
  strangers: [],
  besideData: [],
  checksums: false,
  walSegmentBytes: 16_777_216,
  maxConnections: 100,
  maxLocksPerTransaction: 64,
  archiveMode: "off",
  databases: [
    sampleDatabase("postgres"),
    sampleDatabase("shop"),
    sampleDatabase("template0", { allowsConnections: false, isTemplate: true }),
    sampleDatabase("template1", { isTemplate: true }),
  ],
  roles: 2,
  md5Roles: [],
  undumpableRoles: [],
  tablespaces: [],
  preparedTransactions: [],
  replication: { inRecovery: false, senders: [], slots: [], subscriptions: [], origins: [] },
  settings: {
    main: ["max_connections", "timezone"],
    auto: ["work_mem"],
    elsewhere: [],
    commandLine: ["shared_buffers"],
    inDatabase: [],
    pendingRestart: [],
    broken: [],
    preloadLibraries: [],
    locales: ["en_US.utf8"],
    namingOwnFiles: [],
    sha256: "0".repeat(64),
  },
  contents: [
    {
      database: "shop",
      extensions: [{ name: "plpgsql", version: "1.0", schema: "pg_catalog" }],
      tables: 3,
      publications: [],
      lacks: [],
      sqlPrivileges: false,
      remoteViews: [],
      onExtensions: [],
      unrestorable: [],
      libraries: [],
      largeObjects: 0,
    },
  ],
  notVisited: ["template0"],
  sizeBytes: 32_000_000,
};

export const sampleContainer: Container = {
  id: "c".repeat(64),
  name: "shop-db",
  image: "postgres:15.18",
  environment: new Map([["PGDATA", data]]),
  entrypoint: undefined,
  command: undefined,
  mounts: [
    {
      type: "volume",
      volume: "shop-data",
      anonymous: false,
      source: "/var/lib/docker/volumes/shop-data/_data",
      destination: data,
      subpath: undefined,
      readOnly: false,
    },
  ],
} as unknown as Container;

export const sampleImage: Image = {
  id: "sha256:1",
  environment: new Map([["PGDATA", data]]),
  entrypoint: ["docker-entrypoint.sh"],
  command: ["postgres"],
  volumes: [data],
  labels: {},
  digests: [],
};

/** An image of 16 that has everything the sample server uses. */
export const sampleContents: ImageContents = {
  postgres: "16",
  missing: [],
  extensions: new Set(["plpgsql"]),
  libraries: new Set(["plpgsql"]),
  unknownSettings: [],
  locales: ["C", "C.utf8", "en_US.utf8", "POSIX"],
  libc: "glibc",
  icu: true,
  hasPostgresUser: true,
};

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Side } from "../../../../src/engines/postgres/compare/inventory.ts";
import type { SqlSession } from "../../../../src/engines/postgres/compare/sql-session.ts";
import { openSession } from "../../../../src/engines/postgres/session.ts";
import { dockerRuntime } from "../../../../src/runtime/docker/docker-runtime.ts";
import { docker, removeTest } from "../../../support/containers.ts";
import { installShelf } from "../../../support/shelf.ts";
import { startServer } from "./start-server.ts";

export interface TwoServers {
  open(side: Side, database: string): Promise<SqlSession>;
  remove(): Promise<void>;
}

/** A 15 that holds something of every kind, and a 16 with everything of it restored by pg_dumpall and psql. */
export async function startTwoServers(id: string): Promise<TwoServers> {
  const { runtime } = await dockerRuntime();
  await removeTest(id);
  const [source, target] = await Promise.all([
    startServer(id, "postgres:15"),
    startServer(id, "postgres:16"),
  ]);
  await Promise.all([source, target].map(installShelf));
  await psql(source, "postgres", fixture("cluster.sql"));
  await psql(source, "shop", fixture("shop.sql"));
  await psql(source, "raw", String.raw`comment on schema public is E'bytes \xff'`);
  await restore(source, target);
  return {
    open: (side, database) =>
      openSession(runtime, { source, target }[side], {
        role: "postgres",
        database,
        application: `test/${id}`,
      }),
    remove: () => removeTest(id),
  };
}

/** Through a file, byte by byte: a database without an encoding is dumped as it is. */
async function restore(source: string, target: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "dbshift-test-"));
  const file = join(directory, "dump.sql");
  try {
    await docker(["exec", source, "pg_dumpall", "-U", "postgres", "-f", "/tmp/dump.sql"]);
    await docker(["cp", `${source}:/tmp/dump.sql`, file]);
    writeFileSync(file, restorable(readFileSync(file, "latin1")), "latin1");
    await docker(["cp", file, `${target}:/tmp/dump.sql`]);
    await docker(["exec", target, ...psqlIn("postgres"), "-f", "/tmp/dump.sql"]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const fixture = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

/** What a restore into 16 wants changed in a dump of 15: the bootstrap role is there, and grantors are not taken over. */
const restorable = (dump: string): string =>
  `set allow_in_place_tablespaces = on;\n${dump}`
    .replace(/^CREATE ROLE postgres;$/m, "")
    .replace(/^(GRANT .*) GRANTED BY [^;]*;$/gm, "$1;")
    .replace(/(?<=^CREATE TABLESPACE .* LOCATION )'[^']*'/m, "''");

const psqlIn = (database: string): string[] => [
  "psql",
  "-X",
  "-q",
  "-o",
  "/dev/null",
  "-v",
  "ON_ERROR_STOP=1",
  "-U",
  "postgres",
  "-d",
  database,
];

async function psql(container: string, database: string, script: string): Promise<void> {
  await docker(["exec", "-i", container, ...psqlIn(database)], { input: script });
}

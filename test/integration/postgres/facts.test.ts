import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { postgresEngine } from "../../../src/engines/postgres/engine.ts";
import { postgresFacts, type PostgresFacts } from "../../../src/engines/postgres/facts.ts";
import type { Finding } from "../../../src/core/finding.ts";
import type { SourceFacts } from "../../../src/ports/engine.ts";
import type { Container, Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker } from "../../support/containers.ts";
import { createShop, type Shop } from "../../support/shop.ts";

const directory = "/var/lib/postgresql/data";
const engine = postgresEngine();
let runtime: Runtime;
/** For one who has not been there before: a session that was let in stays so for some seconds. */
const anew = (): Runtime => ({ ...runtime });
let shop: Shop;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  shop = await createShop({
    id: "facts",
    superuser: "shopkeeper",
    scale: 0,
    server: ["--work-mem=6MB", "-c", "max_prepared_transactions=5"],
  });
  await shop.sql(`
    CREATE DATABASE "host=127.0.0.9 port=1";
    CREATE DATABASE "a""b'c" ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
    CREATE DATABASE closed ALLOW_CONNECTIONS false;
    CREATE ROLE clerk LOGIN;
    SET password_encryption = 'md5';
    CREATE ROLE legacy LOGIN PASSWORD 'legacy';
    ALTER DATABASE shop SET statement_timeout = '1h';
    ALTER SYSTEM SET log_min_duration_statement = '250ms';
    SET shop.greeting = 'known to this session now';
    ALTER SYSTEM SET shop.greeting = 'it''s a secret\\';
    SELECT pg_reload_conf();
    CREATE TABLE t (i int);
    CREATE PUBLICATION all_of_t FOR TABLE t;`);
  await shop.sql("CREATE TABLE u (i int)", "dbname='host=127.0.0.9 port=1'");
});

afterAll(async () => {
  await shop.remove();
});

async function container(): Promise<Container> {
  const found = await runtime.findContainer(shop.container);
  if (found === undefined) throw new Error("The shop's container is gone.");
  return found;
}

async function look(): Promise<SourceFacts> {
  const found = await engine.look(anew(), await container());
  if (!("facts" in found)) throw new Error(JSON.stringify(found));
  return found;
}

async function refusal(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  const real = await container();
  const changed = new Map(real.environment);
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
  }
  const found = await engine.look(anew(), { ...real, environment: changed });
  if ("facts" in found) throw new Error("It could be asked.");
  return found;
}

async function facts(): Promise<PostgresFacts> {
  return postgresFacts.parse((await look()).facts);
}

describe("a look at a server", () => {
  test("tells who it is and what is in it", async () => {
    const { version, major, identity, dataDirectory, sizeBytes, summary } = await look();
    expect(version).toMatch(/^15\.\d+$/);
    expect(major).toBe("15");
    expect(identity).toMatch(/^\d{19,20}$/);
    expect(dataDirectory).toBe(directory);
    expect(sizeBytes).toBeGreaterThan(10_000_000);
    expect(summary).toBe("5 databases, 2 tables, 3 roles");
  });

  test("goes into every database that lets it in, whatever it is called", async () => {
    const { contents, notVisited } = await facts();
    const tables = Object.fromEntries(contents.map(({ database, tables: count }) => [database, count]));
    expect(tables).toEqual({
      "a\"b'c": 0,
      "host=127.0.0.9 port=1": 1,
      postgres: 0,
      shop: 1,
      template1: 0,
    });
    expect(notVisited).toEqual(["closed", "template0"]);
    expect(contents.find(({ database }) => database === "shop")?.publications).toEqual(["all_of_t"]);
  });

  test("tells encodings and locales apart", async () => {
    const { databases } = await facts();
    expect(databases.find(({ name }) => name === "a\"b'c")).toMatchObject({
      encoding: "LATIN1",
      collate: "C",
      ctype: "C",
      provider: "c",
      owner: "shopkeeper",
    });
  });

  test("tells the bootstrap role and roles with md5 passwords", async () => {
    const { bootstrapRole, md5Roles, login } = await facts();
    expect(bootstrapRole).toEqual({ name: "shopkeeper", canLogin: true, isSuperuser: true });
    expect(md5Roles).toEqual(["legacy"]);
    expect(login).toEqual({ role: "shopkeeper", database: "postgres", port: 5432, way: "trust" });
  });

  test("tells where settings come from, and no value of one", async () => {
    const { settings } = await facts();
    expect(settings.auto).toEqual(["log_min_duration_statement", "shop.greeting"]);
    expect(settings.main).toContain("listen_addresses");
    expect(settings.commandLine).toContain("work_mem");
    expect(settings.inDatabase).toEqual(["statement_timeout"]);
    expect(settings.broken).toEqual([]);
    expect(settings.preloadLibraries).toEqual(["pg_stat_statements"]);
    expect(JSON.stringify(settings)).not.toContain("a secret");
  });

  test("holds no password", async () => {
    expect(JSON.stringify(await look())).not.toContain(JSON.stringify(shop.password).slice(1, -1));
  });

  test("is the same the second time, but for what grows", async () => {
    const [first, second] = [await facts(), await facts()];
    const steady = ({ databases, sizeBytes: _, ...rest }: PostgresFacts): object => ({
      ...rest,
      databases: databases.map(({ sizeBytes: __, ...database }) => database),
    });
    expect(steady(second)).toEqual(steady(first));
  });

  test("is told from a look at what serves", async () => {
    const { version, identity } = await look();
    expect(await engine.observe(runtime, shop.container)).toEqual({ version, identity });
    expect(await engine.observe(runtime, "no-such-container")).toBeUndefined();
  });

  test("sees what stands in the way of a dump", async () => {
    await shop.sql(`
      SELECT pg_create_physical_replication_slot('standby_1');
      SELECT pg_replication_origin_create('the old shop');
      BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'half "done"';`);
    try {
      const { replication, preparedTransactions } = await facts();
      expect(replication.slots).toEqual([{ name: "standby_1", type: "physical", active: false }]);
      expect(replication.origins).toEqual(["the old shop"]);
      expect(preparedTransactions).toEqual([{ gid: 'half "done"', database: "shop" }]);
    } finally {
      await shop.sql(`ROLLBACK PREPARED 'half "done"'; SELECT pg_drop_replication_slot('standby_1');
        SELECT pg_replication_origin_drop('the old shop');`);
    }
  });

  test("sees what lies in the data directory and is not the server's, and takes nothing else for that", async () => {
    expect((await facts()).strangers).toEqual([]);
    await shop.sql(`COPY (SELECT 'a,b') TO '${directory}/prices.csv';`);
    try {
      expect((await facts()).strangers).toEqual(["prices.csv"]);
    } finally {
      await docker(["exec", shop.container, "rm", `${directory}/prices.csv`]);
    }
  });

  test("sees what lies beside the data directory in its volume, and says so of what it may not read", async () => {
    expect((await facts()).besideData).toEqual([]);
    const mounted = (destination: string): Pick<Container, "mounts"> => ({
      mounts: [
        {
          type: "volume",
          volume: "v",
          anonymous: false,
          source: "",
          destination,
          subpath: undefined,
          readOnly: false,
        },
      ],
    });
    const seen = async (destination: string): Promise<readonly string[]> => {
      const found = await engine.look(anew(), { ...(await container()), ...mounted(destination) });
      return postgresFacts.parse((found as SourceFacts).facts).besideData;
    };
    await docker(["exec", shop.container, "mkdir", "-p", "/var/lib/postgresql/nightly dumps"]);
    expect(await seen("/var/lib/postgresql")).toContain("/var/lib/postgresql/nightly dumps");
    expect(await seen("/var/lib/postgresql")).not.toContain(directory);
    expect(await seen(directory)).toEqual([]);
    await docker(["exec", "--user", "root", shop.container, "chmod", "0711", "/var/lib"]);
    expect(await seen("/var/lib")).toEqual(
      expect.arrayContaining(["/var/lib/", "/var/lib/postgresql/nightly dumps"]),
    );
  });

  test("sees the libraries of users' own functions, and not those of extensions", async () => {
    await shop.sql(`
      CREATE EXTENSION pg_trgm;
      CREATE FUNCTION own_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';`);
    try {
      const { contents } = await facts();
      expect(contents.flatMap(({ libraries }) => libraries)).toEqual(["$libdir/plpgsql"]);
    } finally {
      await shop.sql("DROP FUNCTION own_handler(); DROP EXTENSION pg_trgm;");
    }
  });

  test("sees a setting that waits for a restart", async () => {
    await shop.sql("ALTER SYSTEM SET max_worker_processes = 9; SELECT pg_reload_conf();");
    await vi.waitFor(async () => {
      expect((await facts()).settings).toMatchObject({
        pendingRestart: ["max_worker_processes"],
        broken: [],
      });
    }, 10_000);
  });

  test("sees a line the server does not take", async () => {
    await shop.sql(`
      COPY (VALUES ('no_such_setting = 1')) TO '${directory}/extra.conf';
      COPY (SELECT unnest(string_to_array(pg_read_file('postgresql.conf') || 'include ''extra.conf''', E'\\n')))
        TO '${directory}/postgresql.conf' WITH (FORMAT text, DELIMITER E'\\x01');`);
    const { settings } = await facts();
    expect(settings.broken).toEqual([{ file: `${directory}/extra.conf`, line: 1, name: "no_such_setting" }]);
  });

  test("sees rules that take in other files, and is not taken in by a comment", async () => {
    const write = (line: string): Promise<string> =>
      shop.sql(`
        COPY (SELECT unnest(array['# a @b', 'local all all trust', 'host all all 127.0.0.1/32 trust', '${line}']))
          TO '${directory}/pg_hba.conf';`);
    await write("local all clerk peer # @home");
    expect((await facts()).accessIncludes).toBe(false);
    await write("local all @admins peer");
    expect((await facts()).accessIncludes).toBe(true);
  });
});

describe("the way in", () => {
  test("is the container's password where no login is trusted, and a wrong one is a blocker", async () => {
    await shop.sql(`
      COPY (SELECT unnest(array['local all all trust', 'host all all all md5'])) TO '${directory}/pg_hba.conf';
      SELECT pg_reload_conf();`);
    expect((await facts()).login.way).toBe("environment");
    const refused = await refusal({ POSTGRES_PASSWORD: "wr0ng" });
    expect(refused).toMatchObject([{ code: "PG-NO-LOGIN", severity: "blocker" }]);
    expect(JSON.stringify(refused)).not.toContain("wr0ng");
  });

  test("is the secret file's password", async () => {
    const file = "/run/pg-password";
    const write = ["bash", "-c", 'printf "%s\\n" "$POSTGRES_PASSWORD" > "$1"', "write", file];
    await runtime.look(shop.container, write);
    const real = await container();
    const environment = new Map([...real.environment, ["POSTGRES_PASSWORD_FILE", file]]);
    environment.delete("POSTGRES_PASSWORD");
    const found = await engine.look(anew(), { ...real, environment });
    expect(found).toMatchObject({ facts: { login: { way: "file" } } });
    // One that never ends is read no further than a password is long.
    expect(
      await refusal({ POSTGRES_PASSWORD: undefined, POSTGRES_PASSWORD_FILE: "/dev/zero" }),
    ).toMatchObject([{ code: "PG-NO-LOGIN" }]);
    await runtime.look(shop.container, ["mkfifo", "/run/pipe"]);
    expect(
      await refusal({ POSTGRES_PASSWORD: undefined, POSTGRES_PASSWORD_FILE: "/run/pipe" }),
    ).toMatchObject([{ code: "PG-NO-LOGIN" }]);
  });

  test("is no role but a superuser", async () => {
    await shop.sql(`
      COPY (SELECT unnest(array['local all all trust', 'host all clerk all trust', 'host all all all reject']))
        TO '${directory}/pg_hba.conf';
      SELECT pg_reload_conf();`);
    const refused = await refusal({ POSTGRES_USER: "clerk" });
    expect(refused[0]?.detail).toContain(
      `As "clerk" without a password: logged in, but the role is not a superuser.`,
    );
    expect(refused[0]?.detail).toContain(
      `As "postgres" with POSTGRES_PASSWORD: pg_hba.conf does not admit it`,
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { fc } from "../../support/fuzz.ts";
import { quoteIdent, quoteLiteral } from "../../../src/engines/postgres/quote.ts";
import { renderAutoSettings, renderMainSettings } from "../../../src/engines/postgres/render-settings.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import { readFileSettings } from "../../../src/engines/postgres/settings.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker } from "../../support/containers.ts";
import { createShop, type Shop } from "../../support/shop.ts";

const data = "/var/lib/postgresql/data";
const odd = "host=127.0.0.9 port=1";
let runtime: Runtime;
let shop: Shop;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  shop = await createShop({ id: "session", scale: 0 });
  await shop.sql(`
    CREATE DATABASE "${odd}";
    CREATE DATABASE closed ALLOW_CONNECTIONS false;
    CREATE ROLE clerk LOGIN PASSWORD 'clerk';
    CREATE ROLE nobody NOLOGIN;
    ALTER ROLE postgres SET search_path = 'public';
    ALTER ROLE postgres SET timezone = 'Asia/Tokyo';
    ALTER ROLE postgres SET bytea_output = 'escape';
    ALTER ROLE postgres SET idle_session_timeout = '1h';`);
});

afterAll(async () => {
  await shop.remove();
});

function open(role = "postgres", database = "shop", password?: string): Promise<Session> {
  return openSession(runtime, shop.container, { role, database, password, application: "test" });
}

async function inSession<T>(work: (session: Session) => Promise<T>, database?: string): Promise<T> {
  const session = await open("postgres", database);
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

const text = z.object({ text: z.string() });

describe("a session with a server", () => {
  test("is in the database it was asked for, whatever that is called", async () => {
    const row = await inSession((session) => session.row(text, "select current_database() as text"), odd);
    expect(row.text).toBe(odd);
  });

  test("is told by its name, and has what was pinned whatever its role has set", async () => {
    const rows = await inSession((session) =>
      session.rows(
        z.object({ name: z.string(), setting: z.string() }),
        `select name, setting from pg_settings where name in
           ('application_name', 'search_path', 'TimeZone', 'bytea_output', 'row_security', 'client_encoding', 'idle_session_timeout')`,
      ),
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      application_name: "dbshift/test",
      search_path: "pg_catalog",
      TimeZone: "UTC",
      bytea_output: "hex",
      row_security: "off",
      client_encoding: "UTF8",
      // It may wait long for another server, and a machine under load makes any wait long.
      idle_session_timeout: "0",
    });
  });

  test("gives back every name and text as it was", async () => {
    await inSession((session) =>
      fc.assert(
        fc.asyncProperty(
          fc.string({ unit: "binary", minLength: 1, maxLength: 15 }).filter((name) => !name.includes("\0")),
          async (name) => {
            const sql = `select ${quoteLiteral(name)} as text, $1 as same, x.${quoteIdent(name)} as name
                         from (values ($1::text)) as x (${quoteIdent(name)})`;
            const schema = z.object({ text: z.string(), same: z.string(), name: z.string() });
            expect(await session.row(schema, sql, [name])).toEqual({ text: name, same: name, name });
          },
        ),
        { numRuns: 200 },
      ),
    );
  });

  test("reports an error by its SQLSTATE and goes on", async () => {
    await inSession(async (session) => {
      await expect(session.run("select 1/0")).rejects.toMatchObject({ code: "22012" });
      await session.run("select 1");
    });
  });

  test("that the server cuts is reported by the next statement, and not by a crash of ours", async () => {
    await inSession(async (session) => {
      const { pid } = await session.row(z.object({ pid: z.int() }), "select pg_backend_pid() as pid");
      await shop.sql(`SELECT pg_terminate_backend(${pid})`);
      await expect(session.run("select 1").then(() => session.run("select 1"))).rejects.toThrow();
    });
  });

  test("leaves the server standing when many end in every way", async () => {
    const started = await shop.sql(
      "SELECT pg_postmaster_start_time(), pg_stat_get_db_sessions_fatal(oid) FROM pg_database WHERE datname = 'shop'",
    );
    for (let round = 0; round < 10; round += 1) {
      const sessions = await Promise.all([open(), open(), open()]);
      await Promise.all(sessions.map((session) => session.end()));
      await expect(open("nobody")).rejects.toThrow();
    }
    expect(
      await shop.sql(
        "SELECT pg_postmaster_start_time(), pg_stat_get_db_sessions_fatal(oid) FROM pg_database WHERE datname = 'shop'",
      ),
    ).toBe(started);
    const log = await docker(["logs", shop.container]).catch(String);
    expect(log).not.toContain("terminated by signal");
  });
});

describe("no session", () => {
  test.each([
    ["for a role that is missing", "ghost", "shop", "not-admitted"],
    ["for a role that may not log in", "nobody", "shop", "not-admitted"],
    ["with a database that is missing", "postgres", "ghost", "no-database"],
    ["with a database that is closed", "postgres", "closed", "no-database"],
  ])("%s", async (_, role, database, reason) => {
    await expect(open(role, database)).rejects.toMatchObject({ reason });
  });

  test("on a port where nothing listens", async () => {
    const nowhere = openSession(runtime, shop.container, { role: "postgres", database: "shop", port: 6000 });
    await expect(nowhere).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("without the password that is wanted, with a wrong one, and where no rule lets it in", async () => {
    await shop.sql(`
      COPY (SELECT unnest(array['local all all trust', 'host shop all all scram-sha-256']))
        TO '${data}/pg_hba.conf';
      SELECT pg_reload_conf();`);
    await expect(open("clerk", "shop")).rejects.toMatchObject({ reason: "password-wanted" });
    await expect(open("clerk", "shop", "wrong")).rejects.toMatchObject({ reason: "wrong-password" });
    await expect(open("ghost", "shop", "wrong")).rejects.toMatchObject({ reason: "wrong-password" });
    await expect(open("clerk", "postgres", "clerk")).rejects.toMatchObject({ reason: "not-admitted" });
    await (await open("clerk", "shop", "clerk")).end();
    await shop.sql(`
      COPY (SELECT unnest(array['local all all trust', 'host all all all trust'])) TO '${data}/pg_hba.conf';
      SELECT pg_reload_conf();`);
  });
});

describe("a setting written to a file", () => {
  const values = [
    ...fc.sample(fc.string({ unit: "binary" }), { numRuns: 100, seed: 1 }),
    ...fc.sample(fc.string({ unit: fc.constantFrom("'", "\\", "n", "#", "=", " ", "$") }), {
      numRuns: 100,
      seed: 2,
    }),
    "",
    "'",
    "\\",
    "\\'",
    "a\nb\r\nc",
  ].filter((value) => !value.includes("\0"));

  async function write(file: string, content: string): Promise<void> {
    await docker(["exec", "-i", "-u", "postgres", shop.container, "sh", "-c", `cat > ${data}/${file}`], {
      input: content,
    });
  }

  async function readBack(): Promise<Record<string, string>> {
    const rows = await inSession((session) => readFileSettings(session));
    return Object.fromEntries(
      rows.filter(({ name }) => name.startsWith("round.")).map(({ name, value }) => [name, value]),
    );
  }

  test("is read back by the server as it was, whatever its value", async () => {
    const settings = values.map((value, at) => ({ name: `round.v${at}`, value }));
    await write("round.conf", renderMainSettings(settings));
    await docker([
      "exec",
      shop.container,
      "sh",
      "-c",
      `echo "include 'round.conf'" >> ${data}/postgresql.conf`,
    ]);
    expect(await readBack()).toEqual(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
    await write("round.conf", "");
  });

  test("survives the server's own next ALTER SYSTEM", async () => {
    const settings = values
      .filter((value) => !/[\n\r]/.test(value))
      .map((value, at) => ({ name: `round.v${at}`, value }));
    await write("postgresql.auto.conf", renderAutoSettings(settings));
    await inSession((session) => session.run("alter system set work_mem = '5MB'"));
    expect(await readBack()).toEqual(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
  });
});

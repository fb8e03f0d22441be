import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { KeptSessions, type Keeping, type Place } from "../../../src/engines/postgres/kept-sessions.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, until } from "../../support/containers.ts";
import { createShop, type Shop } from "../../support/shop.ts";

let runtime: Runtime;
let shop: Shop;
let place: Place;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  shop = await createShop({ id: "kept-sessions", scale: 0 });
  await shop.sql("ALTER ROLE postgres SET idle_session_timeout = '1h'; CREATE TABLE t (i int);");
  place = { containerId: shop.container, database: "shop" };
});

afterAll(async () => {
  await shop.remove();
});

const never = new AbortController().signal;
const number = z.object({ number: z.number() });
const numberOf = async (session: Session): Promise<number> =>
  (await session.row(number, "select pg_backend_pid() as number")).number;

/** For a test of its own. */
function keeping(how: Keeping = { most: 4 }) {
  const kept = new KeptSessions(how);
  const open = async (signal = never): Promise<Session> =>
    kept.lend(
      place,
      await openSession(runtime, shop.container, { role: "postgres", database: "shop", signal }),
    );
  return { kept, open };
}

async function settingsOf(session: Session): Promise<unknown> {
  const row = z.object({ name: z.string(), setting: z.string().nullable() });
  return session.rows(row, "select name, setting from pg_settings order by name");
}

test("what was ended is handed out again for the same database, and for no other", async () => {
  const { kept, open } = keeping();
  const session = await open();
  const process = await numberOf(session);
  await session.end();
  expect(await kept.take({ ...place, database: "postgres" }, never)).toBeUndefined();
  const again = await kept.take(place, never);
  expect(again && (await numberOf(again))).toBe(process);
  expect(await kept.take(place, never)).toBeUndefined();
});

test("it is as new: nothing set, locked, prepared or temporary is left of whoever had it", async () => {
  const { kept, open } = keeping();
  const session = await open();
  const before = await settingsOf(session);
  await session.run(`
    set work_mem = '32MB'; set search_path = public; set client_encoding = 'SQL_ASCII'; set role pg_monitor; reset role;
    set session_replication_role = replica; set idle_session_timeout = '1min'`);
  await session.run("create temporary table left_over (i int); select pg_advisory_lock(7)");
  await session.run("prepare left_over as select 1; listen left_over");
  await session.run("set default_transaction_read_only = on");
  await session.end();
  const again = (await kept.take(place, never))!;
  expect(await settingsOf(again)).toEqual(before);
  const left = `select ((select count(*) from pg_locks where locktype = 'advisory')
    + (select count(*) from pg_prepared_statements) + (select count(*) from pg_listening_channels())
    + (select count(*) from pg_class where relname = 'left_over'))::int4 as number`;
  expect(await again.row(number, left)).toEqual({ number: 0 });
});

test("one that was left in a transaction is nobody's any more, and what it did is undone", async () => {
  const { kept, open } = keeping();
  const session = await open();
  await session.run("begin; insert into public.t values (1)");
  await session.end();
  expect(await kept.take(place, never)).toBeUndefined();
  expect(await shop.sql("SELECT count(*) FROM t")).toBe("0");
});

test("the signal of whoever had it does not cut it, and that of whoever has it does", async () => {
  const { kept, open } = keeping();
  const first = new AbortController();
  await (await open(first.signal)).end();
  const second = new AbortController();
  const session = (await kept.take(place, second.signal))!;
  first.abort();
  expect(await numberOf(session)).toBeGreaterThan(0);
  const asked = session.run("select pg_sleep(600)");
  second.abort(new Error("enough"));
  await expect(asked).rejects.toThrow();
});

test("ended twice it is kept once, and where there is no room the one goes that nobody has asked for the longest", async () => {
  const { kept, open } = keeping({ most: 1 });
  const [first, last] = [await open(), await open()];
  const process = await numberOf(last);
  await first.end();
  await Promise.all([last.end(), last.end()]);
  const again = await kept.take(place, never);
  expect(again && (await numberOf(again))).toBe(process);
  expect(await kept.take(place, never)).toBeUndefined();
});

test("where they are kept for a time, it leaves the server after that, and not while somebody has it", async () => {
  const { kept, open } = keeping({ most: 4, seconds: 1 });
  const session = await open();
  const process = await numberOf(session);
  const isThere = `SELECT count(*) FROM pg_stat_activity WHERE pid = ${String(process)}`;
  await session.end();
  const again = (await kept.take(place, never))!;
  await again.run("select pg_sleep(1.5)");
  expect(await numberOf(again)).toBe(process);
  await again.end();
  await until("the end of the session", 60, async () => (await shop.sql(isThere)) === "0");
  expect(await kept.take(place, never)).toBeUndefined();
});

test("where the server was started anew, there is none", async () => {
  const { kept, open } = keeping();
  await (await open()).end();
  await docker(["restart", shop.container]);
  await shop.awaitServing();
  expect(await kept.take(place, never)).toBeUndefined();
});

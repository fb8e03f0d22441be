import { afterAll, beforeAll, expect, test } from "vitest";
import { lookForUnrestorable } from "../../../src/engines/postgres/look-for-unrestorable.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { removeTest } from "../../support/containers.ts";
import { startServer } from "./compare-fixture/start-server.ts";

const id = "look-for-unrestorable";
const sessions = new Map<string, Session>();

beforeAll(async () => {
  const { runtime } = await dockerRuntime();
  await removeTest(id);
  for (const major of ["13", "15"]) {
    const container = await startServer(id, `postgres:${major}`);
    sessions.set(major, await openSession(runtime, container, { role: "postgres", database: "postgres" }));
  }
});

afterAll(async () => {
  await Promise.all([...sessions.values()].map((session) => session.end()));
  await removeTest(id);
});

const child = {
  what: "column b of table public.child, generated although its parent's is not",
  since: "16",
};

test.for([
  [
    "15",
    `create table public.parent (a int, b int);
     create table public.child (b int generated always as (a + 1) stored) inherits (public.parent)`,
    [child],
  ],
  [
    "15",
    `create table public.parent (a int, b int generated always as (a + 1) stored);
     create table public.child () inherits (public.parent)`,
    [],
  ],
  [
    "13",
    "create operator public.!! (function = int4um, leftarg = int)",
    [{ what: "operator public.!!(integer,NONE), which stands behind its operand", since: "14" }],
  ],
  [
    "13",
    "create aggregate public.collected (anyelement) (sfunc = array_append, stype = anyarray, initcond = '{}')",
    [
      {
        what: "aggregate public.collected(anyelement), whose array_append takes other types now",
        since: "14",
      },
    ],
  ],
  ["13", "create aggregate public.numbers (int) (sfunc = array_append, stype = int[])", []],
  [
    "13",
    "create operator public.||+ (function = array_append, leftarg = anyarray, rightarg = anyelement)",
    [
      {
        what: "operator public.||+(anyarray,anyelement), whose array_append takes other types now",
        since: "14",
      },
    ],
  ],
  [
    "15",
    "create table public.parent (a int) partition by list (a); create table public.part partition of public.parent default; update pg_inherits set inhdetachpending = true where inhrelid = 'public.part'::regclass",
    [{ what: "table public.part, whose DETACH PARTITION CONCURRENTLY did not end", since: null }],
  ],
  [
    "15",
    "create function pg_catalog.mine() returns int language sql as 'select 1'; create view information_schema.ours as select 1 as one",
    [
      { what: "function mine(), in a schema of the server's own", since: null },
      { what: "view information_schema.ours, in a schema of the server's own", since: null },
    ],
  ],
  [
    "15",
    "create table public.hen (id int primary key); create table public.egg (hen int constraint laid_by references public.hen); alter table public.hen disable trigger all",
    [
      {
        what: "constraint laid_by on table public.egg, of which a trigger on public.hen is not as the constraint makes it",
        since: null,
      },
    ],
  ],
  [
    "15",
    "alter text search configuration english alter mapping for asciiword with simple; alter text search configuration dutch drop mapping for word; alter text search dictionary simple (accept = false)",
    [
      {
        what: "text search configuration dutch, which is the server's own and whose mappings were changed",
        since: null,
      },
      {
        what: "text search configuration english, which is the server's own and whose mappings were changed",
        since: null,
      },
      { what: "text search dictionary simple, which is the server's own and was changed", since: null },
    ],
  ],
  [
    "13",
    "alter function pg_sleep(double precision) cost 500; alter function lower(text) owner to pg_monitor; grant execute on function pg_ls_waldir() to public; grant execute on function pg_ls_logdir() to public; revoke execute on function pg_ls_logdir() from public",
    [
      { what: "function lower(text), which is the server's own and was changed", since: null },
      { what: "function pg_sleep(double precision), which is the server's own and was changed", since: null },
    ],
  ],
  [
    "15",
    "create function public.lt(int4, text) returns bool language sql as 'select true'; create operator public.<<<# (function = public.lt, leftarg = int4, rightarg = text); alter operator family integer_ops using btree add operator 1 public.<<<# (int4, text)",
    [
      {
        what: "operator public.<<<#(integer,text), added to the server's own operator family integer_ops for access method btree",
        since: null,
      },
    ],
  ],
  [
    "15",
    "create table public.orders (id int); revoke usage on type public.orders from public; create type public.span as range (subtype = date); revoke usage on type public.span_multirange from public; revoke usage on type public.span from public",
    [
      { what: "privileges on type public.orders, which came with another object", since: null },
      { what: "privileges on type public.span_multirange, which came with another object", since: null },
    ],
  ],
  [
    "15",
    "revoke select on information_schema.tables from public; grant create on schema information_schema to pg_monitor; grant select on pg_authid to pg_monitor",
    [
      { what: "privileges on schema information_schema", since: null },
      { what: "privileges on view information_schema.tables", since: null },
    ],
  ],
] as const)("in a %s, %s is found to be %j", async ([major, sql, found]) => {
  const session = sessions.get(major);
  if (session === undefined) throw new Error(`There is no ${major}.`);
  await session.run(`begin; ${sql}`);
  try {
    expect(await lookForUnrestorable(session)).toEqual(found);
  } finally {
    await session.run("rollback");
  }
  expect(await lookForUnrestorable(session)).toEqual([]);
});

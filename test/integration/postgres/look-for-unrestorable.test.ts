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

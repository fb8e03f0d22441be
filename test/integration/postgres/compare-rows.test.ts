import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareRows } from "../../../src/engines/postgres/compare/compare-rows.ts";
import type { TwoSides } from "../../../src/engines/postgres/compare/compare-kind.ts";
import { describeDifference } from "../../../src/engines/postgres/compare/describe-difference.ts";
import type { Side } from "../../../src/engines/postgres/compare/inventory.ts";
import { pinSession } from "../../../src/engines/postgres/compare/pin-session.ts";
import { openSession, type Session } from "../../../src/engines/postgres/session.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, removeTest } from "../../support/containers.ts";
import { compareAfter } from "./compare-fixture/compare-after.ts";
import { startServer } from "./compare-fixture/start-server.ts";

const id = `compare-rows-${randomBytes(3).toString("hex")}`;

/** Rows that are easily taken for others. */
const rows = String.raw`
  create type mood as enum ('sad', 'happy');
  create domain positive as int check (value > 0);
  create type pair as (x int, y text);
  create collation blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
  create table edges (id int primary key, f float8, n numeric, t text, c char(5), ts timestamptz, i interval, b bytea,
    j json, a int[], p pair, m mood, d positive, g int generated always as (id * 2) stored, o oid, x text collate blind);
  insert into edges values
    (1, '0', 1.10, U&'\00e9', 'a', '2026-01-01 00:00:00.000001+00', '1 day', '\x00ff', '{"a": 1}', '{1,2}', row(1, ''), 'sad', 1, default, 16400, 'resume'),
    (2, 'NaN', 'NaN', '', '', 'infinity', '1 mon', '', 'null', '{}', null, 'happy', 2, default, 0, 'x'),
    (3, 1e-300, 10.0, 'a,b', 'b', '1900-01-01', '0', null, null, null, row(null, null), null, null, default, null, null);
  create table keyless (a int, b text);
  insert into keyless values (1, 'x'), (1, 'x'), (2, 'y'), (3, null);
  create table twins (id int primary key, a text, b text);
  insert into twins values (1, 'left', 'right'), (2, 'right', 'left');
  create table hollow ();
  insert into hollow default values; insert into hollow default values;
  create unlogged table fleeting (id int not null unique, t text);
  insert into fleeting values (7, 'seven');
  create table "odd ""name'" ("select" text, "Größe" text, primary key ("select", "Größe"));
  insert into "odd ""name'" values ('a', E'b\n\x1b[31m');
  create table sale (id int, at date, note text, primary key (id, at)) partition by range (at);
  create table sale_2025 partition of sale for values from ('2025-01-01') to ('2026-01-01');
  create table sale_2026 partition of sale for values from ('2026-01-01') to ('2027-01-01');
  insert into sale select n, date '2025-12-01' + n, 'n' || n from generate_series(0, 60) n;
  create table many (id int primary key, t text);
  insert into many select n, 'row ' || n from generate_series(1, 30000) n;
  alter table many drop column t, add column t text;
  update many set t = 'row ' || id;

  -- The two ways in which a plain expression is fooled.
  create table liar (id int primary key, t text);
  insert into liar values (1, 'one'), (2, 'two');
  create function always_the_same(liar) returns text language sql as $$ select 'the same' $$;
  create cast (liar as text) with function always_the_same(liar) as implicit;
  create table eclipse (id int primary key, a text, q text, t text, eclipse text);
  insert into eclipse values (1, 'same', 'same', 'one', 'same'), (2, 'same', 'same', 'two', 'same');

  alter table many enable row level security; alter table many force row level security;
  create role clerk;
  select lo_from_bytea(90001, '\x' || repeat('ab', 5000)::bytea), lo_from_bytea(90002, ''), lo_create(90003);
  select lo_put(90003, 10000, '\x01');
  grant select on large object 90001 to clerk;
`;

/** What a dump does to these: columns that were inherited come first, and a large object's gaps are written out. */
const made: Readonly<Record<Side, string>> = {
  source: `
    create table parent (b int, z int); create table child (z int, own int, b int); alter table child inherit parent;
    insert into child (z, own, b) values (1, 2, 3);`,
  target: `
    create table parent (b int, z int); create table child (b int, z int, own int); alter table child inherit parent;
    insert into child (z, own, b) values (1, 2, 3);
    select lo_put(90003, 0, decode(repeat('00', 10000), 'hex'));`,
};

let containers: Readonly<Record<Side, string>>;
let open: (side: Side) => Promise<Session>;

beforeAll(async () => {
  const { runtime } = await dockerRuntime();
  const [source, target] = await Promise.all([
    startServer(id, "postgres:15"),
    startServer(id, "postgres:17"),
  ]);
  containers = { source, target };
  await Promise.all([psql("source", rows + made.source), psql("target", rows + made.target)]);
  open = (side) => openSession(runtime, containers[side], { role: "postgres", database: "postgres" });
});

afterAll(() => removeTest(id));

function psql(side: Side, script: string): Promise<string> {
  const login = ["psql", "-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-f", "-"];
  return docker(["exec", "-i", containers[side], ...login], { input: script });
}

/** What is said of a target in which something was changed. */
async function saidAfter(change: string, content = true): Promise<string[]> {
  const [here, there] = [await open("source"), await open("target")];
  try {
    const source = await pinSession(here, "source", "postgres");
    const compare = async (sides: TwoSides): Promise<string[]> =>
      (await compareRows(sides, { content, jobs: 1 })).differences.map(describeDifference);
    return await compareAfter(change, { source, target: there, database: "postgres" }, compare);
  } finally {
    await Promise.all([here.end(), there.end()]);
  }
}

test("rows that are the same have no difference, whatever order columns and pages came in", async () => {
  expect(await saidAfter("select 1")).toEqual([]);
});

test("several sessions read what one does", async () => {
  const pinned = async (side: Side) => pinSession(await open(side), side, "postgres");
  const [source, target] = [await pinned("source"), await pinned("target")];
  try {
    const sides = { source, target, database: "postgres" };
    const one = await compareRows(sides, { content: true, jobs: 1 });
    expect(await compareRows(sides, { content: true, jobs: 3, open: pinned })).toEqual(one);
    expect(one).toMatchObject({ differences: [], tables: 13 });
    expect(one.rows).toBe(30_079n);
  } finally {
    await Promise.all([source.session.end(), target.session.end()]);
  }
});

const edge = (values: string): string => `update edges set ${values} where id = 1`;
const edgeNamed = "table public.edges: rows are not the same: (id)=(1) is not the same";

describe("one changed value is found, and its row is named by its key (I13)", () => {
  test.each([
    ["0 that is -0 now", edge("f = '-0'"), edgeNamed],
    ["the last digit of a float", edge("f = 5e-324"), edgeNamed],
    ["a number that is no number now", edge("f = 'NaN'"), edgeNamed],
    ["a digit that adds nothing", edge("n = 1.100"), edgeNamed],
    ["a letter composed in another way", edge(String.raw`t = U&'e\0301'`), edgeNamed],
    ["a space at the end", edge(String.raw`t = U&'\00e9 '`), edgeNamed],
    ["a capital that a collation is blind to", edge("x = 'Resume'"), edgeNamed],
    ["a microsecond", edge("ts = ts + interval '1 us'"), edgeNamed],
    ["a day that is 24 hours now", edge("i = '24 hours'"), edgeNamed],
    ["a byte", edge(String.raw`b = '\x00fe'`), edgeNamed],
    ["a space in a document", edge(`j = '{"a":1}'`), edgeNamed],
    ["the bounds of an array", edge("a = '[0:1]={1,2}'"), edgeNamed],
    ["nothing in the place of an empty text, in a row in a row", edge("p = row(1, null)"), edgeNamed],
    ["a label", edge("m = 'happy'"), edgeNamed],
    ["a value of a domain", edge("d = 3"), edgeNamed],
    ["a number that refers to something", edge("o = 16401"), edgeNamed],
    [
      "nothing in the place of an empty text",
      "update edges set t = null where id = 2",
      "(id)=(2) is not the same",
    ],
    [
      "a row of nothings in the place of nothing",
      "update edges set p = row(null, null) where id = 2",
      "(id)=(2)",
    ],
    ["a row that is missing", "delete from edges where id = 2", "(id)=(2) is missing in the target"],
    [
      "a row that is new",
      "insert into edges (id) values (4)",
      "table public.edges: rows are not the same: (id)=(4) is in the target alone",
    ],
    [
      "another key",
      "update edges set id = 9 where id = 2",
      "(id)=(2) is missing in the target; (id)=(9) is in the target alone",
    ],
    [
      "two columns that changed places",
      "update twins set a = b, b = a where id = 1",
      "table public.twins: rows are not the same: (id)=(1) is not the same",
    ],
    [
      "two rows that changed places",
      "update twins set a = b, b = a",
      "(id)=(1) is not the same; (id)=(2) is not the same",
    ],
    [
      "a row of a partition",
      "update sale set note = '' where id = 40",
      "table public.sale_2026: rows are not the same: (id, at)=(40,2026-01-10)",
    ],
    ["a row of a table that is not logged", "update fleeting set t = '7'", "(id)=(7) is not the same"],
    [
      "a row whose key would act on a terminal",
      `update "odd ""name'" set "Größe" = 'b'`,
      String.raw`(select, "Größe")=(a,"b\n\x1b[31m") is missing in the target`,
    ],
    ["a row of a child", "update child set own = 3", "table public.child: its rows are not the same"],
    [
      "a cast to text that a user made does not hide",
      "update liar set t = 'zwei' where id = 2",
      "table public.liar: rows are not the same: (id)=(2)",
    ],
    [
      "a column called like an alias does not hide",
      "update eclipse set t = 'zwei' where id = 2",
      "table public.eclipse: rows are not the same: (id)=(2)",
    ],
    [
      "a row of a table whose owner sees none",
      "update many set t = '' where id = 5",
      "table public.many: rows are not the same: (id)=(5)",
    ],
    [
      "a byte of a large object",
      String.raw`select lo_put(90001, 4999, '\x00')`,
      "large objects: rows are not the same: (oid)=(90001) is not the same",
    ],
    [
      "a zero at the end of a large object",
      String.raw`select lo_put(90001, 5000, '\x00')`,
      "(oid)=(90001) is not the same",
    ],
    ["a large object that is missing", "select lo_unlink(90002)", "(oid)=(90002) is missing in the target"],
    [
      "privileges on a large object",
      "revoke select on large object 90001 from clerk",
      "(oid)=(90001) is not the same",
    ],
    [
      "the owner of a large object",
      "alter large object 90002 owner to clerk",
      "(oid)=(90002) is not the same",
    ],
  ])("%s", async (_, change, named) => {
    expect(await saidAfter(change)).toContainEqual(expect.stringContaining(named));
  });
});

describe("without a key", () => {
  const unnamed =
    'Database "postgres": table public.keyless: its rows are not the same, and have no key to be named by';

  test.each([
    [
      "a row in the place of its double",
      "delete from keyless where ctid = '(0,2)'; insert into keyless values (2, 'y')",
    ],
    ["a changed value", "update keyless set b = '' where a = 3"],
  ])("%s is found, and that nothing can be named is said", async (_, change) => {
    expect(await saidAfter(change)).toEqual([unnamed]);
  });

  test("a row of no columns is counted", async () => {
    expect(await saidAfter("insert into hollow default values")).toContain(
      'Database "postgres": table public.hollow has 3 rows in the target, 2 in the source',
    );
  });
});

describe("of many rows", () => {
  test("the first are named, and how many more there are", async () => {
    const [said = ""] = await saidAfter("update many set t = '' where id <= 1000");
    expect(said).toContain("table public.many: rows are not the same: (id)=(1) is not the same; (id)=(10) ");
    expect(said).toMatch(/; 995 more$/);
  });

  test("more than are read at once are said to be at least so many", async () => {
    const [said = ""] = await saidAfter("update many set t = ''");
    expect(said.match(/\(id\)=\(\d+\) is not the same/g)).toHaveLength(5);
    expect(said).toMatch(/; at least \d{5} more$/);
  });
});

test("rows that are only counted are not found to be changed", async () => {
  expect(await saidAfter("update many set t = ''", false)).toEqual([]);
  expect(await saidAfter("delete from many where id = 1", false)).toEqual([
    'Database "postgres": table public.many has 29999 rows in the target, 30000 in the source',
  ]);
});

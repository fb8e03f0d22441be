import { expect, test } from "vitest";
import {
  changesSince,
  type ChangesSince,
} from "../../../../../src/engines/postgres/compare/changes-since.ts";
import { closedDatabase, type Group } from "../../../../../src/engines/postgres/compare/fingerprint.ts";
import {
  fingerprintGroups,
  fingerprintLines,
} from "../../../../../src/engines/postgres/compare/fingerprint-file.ts";
import { someItem } from "./some-item.ts";

async function* streamed(groups: readonly Group[]): AsyncGenerator<Group> {
  for (const group of groups) yield await Promise.resolve(group);
}

/** Through the lines of a file, as the one from the fence comes. */
const changes = (kept: readonly Group[], now: readonly Group[]): Promise<ChangesSince> =>
  changesSince(fingerprintGroups(fingerprintLines(streamed(kept))), streamed(now));

const tables = (database: string, ...names: string[]): Group => ({
  database,
  of: "table",
  items: names.map((name) => someItem(name, { owner: "sha256:a" })),
});

const rows = (database: string, name: string, number: string): Group => ({
  database,
  of: "rows",
  items: [someItem(name, { rows: number })],
});

test("what holds the same is equal", async () => {
  const groups = [tables("a", "x", "y"), rows("a", "x", "5")];
  expect(await changes(groups, groups)).toEqual({ named: [], count: 0, objects: 2, closed: [] });
});

test.each([
  ["5", "8", "has 3 more rows than at the fence: 8, and 5 then"],
  ["5", "4", "has 1 fewer row than at the fence: 4, and 5 then"],
  ["9007199254740993", "9007199254740994", "has 1 more row than at the fence"],
])("of %s rows that are %s now it is said how many more or fewer they are", async (then, now, text) => {
  const { named, count } = await changes([rows("a", "public.x", then)], [rows("a", "public.x", now)]);
  expect(named).toEqual([expect.stringContaining(`Database "a": table public.x ${text}`)]);
  expect(count).toBe(1);
});

test("a database that came in between does not hide what changed in those behind it", async () => {
  const { named } = await changes(
    [tables("a", "x"), tables("c", "x")],
    [tables("a", "x"), tables("b", "new"), tables("c", "x", "y")],
  );
  expect(named).toEqual(['Database "c": table y is new']);
});

test("a database that is closed now is told to be, and does not hide what changed in those behind it", async () => {
  const closed: Group = { database: "b", of: closedDatabase, items: [] };
  const found = await changes(
    [tables("b", "x"), rows("b", "x", "1"), tables("c", "x")],
    [closed, tables("c", "y")],
  );
  expect(found.closed).toEqual(["b"]);
  expect(found.named).toEqual(['Database "c": table x is gone', 'Database "c": table y is new']);
});

test("the columns of a table that is new are not named beside it", async () => {
  const relation = { relation: "public.x" };
  const columns: Group = {
    database: "a",
    of: "column",
    items: [{ kind: "column", identity: "public.x.id", properties: {}, address: relation }],
  };
  const whole: Group = { ...tables("a"), items: [{ ...someItem("public.x"), address: relation }] };
  const { named, count } = await changes([tables("a"), { ...columns, items: [] }], [whole, columns]);
  expect(named).toEqual(['Database "a": table public.x is new']);
  expect(count).toBe(1);
});

test("a hundred changes are named, and all are counted", async () => {
  const many = Array.from({ length: 250 }, (_, place) => `t${place}`);
  const { named, count } = await changes([tables("a")], [tables("a", ...many)]);
  expect([named.length, count]).toEqual([100, 250]);
});

test("a name that would act on a terminal is spelled out", async () => {
  const { named } = await changes([tables("a")], [tables("a", "x\u001b[2J")]);
  expect(named).toEqual(['Database "a": table x\\x1b[2J is new']);
});

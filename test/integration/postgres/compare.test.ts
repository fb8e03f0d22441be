import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  compareClusters,
  type ClustersCompared,
} from "../../../src/engines/postgres/compare/compare-clusters.ts";
import { compareDatabase } from "../../../src/engines/postgres/compare/compare-database.ts";
import { compareKind } from "../../../src/engines/postgres/compare/compare-kind.ts";
import { describeDifference } from "../../../src/engines/postgres/compare/describe-difference.ts";
import { clusterKinds, databaseKinds } from "../../../src/engines/postgres/compare/kinds.ts";
import { view } from "../../../src/engines/postgres/compare/kinds/view.ts";
import { findLawfulReason } from "../../../src/engines/postgres/compare/lawful-differences.ts";
import { pinSession } from "../../../src/engines/postgres/compare/pin-session.ts";
import { readItems } from "../../../src/engines/postgres/compare/read-items.ts";
import type { SqlSession } from "../../../src/engines/postgres/compare/sql-session.ts";
import { changesInCode } from "./compare-fixture/planted-changes-in-code.ts";
import { changesInCluster } from "./compare-fixture/planted-changes-in-cluster.ts";
import { changesInDatabase } from "./compare-fixture/planted-changes.ts";
import { startTwoServers, type TwoServers } from "./compare-fixture/two-servers.ts";

let servers: TwoServers;
let admin: SqlSession;

beforeAll(async () => {
  servers = await startTwoServers("compare");
  admin = await servers.open("target", "postgres");
  await admin.run("set allow_system_table_mods = on");
});

afterAll(async () => {
  await admin.end();
  await servers.remove();
});

const compareAll = (): Promise<ClustersCompared> =>
  compareClusters((side, database) => servers.open(side, database));

/** What is found after a change to a copy of a database in the target, against the database itself in the source. */
async function foundAfter(change: string, database = "shop"): Promise<string[]> {
  await admin.run(`create database copy template ${database}`);
  try {
    const sessions = [await servers.open("source", database), await servers.open("target", "copy")] as const;
    try {
      await sessions[1].run("set allow_system_table_mods = on; set search_path = public");
      await sessions[1].run(change);
      const source = await pinSession(sessions[0], "source", database);
      const target = await pinSession(sessions[1], "target", "copy");
      const { differences } = await compareDatabase({ source, target, database });
      return differences
        .filter((found) => findLawfulReason(found, { source: 15, target: 16 }) === undefined)
        .map(describeDifference);
    } finally {
      await Promise.all(sessions.map((session) => session.end()));
    }
  } finally {
    await admin.run("drop database copy");
  }
}

describe("a 15 with something of every kind, dumped into a 16", () => {
  test("is found to be the same, and what differs lawfully is named with its reason", async () => {
    const compared = await compareAll();
    expect(compared.differences.map(describeDifference)).toEqual([]);
    expect(compared.lawful.map(({ difference }) => describeDifference(difference))).toEqual([
      `Database words: locale "en-US" in the target, "en_US" in the source`,
      `Database "shop": extension citext: owner "postgres" in the target, "owner_a" in the source`,
      `Database "shop": column app.stray.a: position "1" in the target, "2" in the source`,
      `Database "shop": column app.stray.b: position "2" in the target, "1" in the source`,
      `Database "shop": index app.half_made is missing in the target`,
      `Database "shop": collation app.german: locale "de-DE" in the target, "de_DE" in the source`,
    ]);
    expect(compared.counted).toMatchObject({ databases: 6, tables: 13, rows: 814n });
  });

  test("is compared without a write to either side", async () => {
    const witness = async (side: "source" | "target"): Promise<string> => {
      const session = await servers.open(side, "shop");
      const [row] = await session.rows(
        z.object({ xmax: z.string() }),
        "select pg_snapshot_xmax(pg_current_snapshot())::text as xmax",
      );
      await session.end();
      return row?.xmax ?? "";
    };
    const before = await witness("source");
    const compared = await compareAll();
    expect(compared.differences).toEqual([]);
    expect(await witness("source")).toBe(before);
  });

  test("holds something of every kind that is compared, but for labels, which want a provider", async () => {
    const shop = await pinSession(await servers.open("source", "shop"), "source", "shop");
    const empty: string[] = [];
    for (const kind of [...clusterKinds, ...databaseKinds]) {
      const items = await readItems(shop, kind, { server: 15, common: 15 });
      if (items.length === 0) empty.push(kind.name);
    }
    await shop.session.end();
    expect(empty).toEqual(["security label", "security label"]);
  });

  test("has views that the two servers word differently, which are not taken for different views", async () => {
    const source = await pinSession(await servers.open("source", "shop"), "source", "shop");
    const target = await pinSession(await servers.open("target", "shop"), "target", "shop");
    const [before, after] = [
      await readItems(source, view, { server: 15, common: 15 }),
      await readItems(target, view, { server: 16, common: 15 }),
    ].map((items) => new Map(items.map(({ identity, properties }) => [identity, properties["definition"]])));
    const compared = await compareKind(view, { source, target, database: "shop" });
    await Promise.all([source.session.end(), target.session.end()]);
    expect(before?.get("app.simple")).toContain(`"customer"."name"`);
    expect(after?.get("app.simple")).not.toContain(`"customer"."name"`);
    expect(compared.differences).toEqual([]);
  });
});

describe("one change to the target", () => {
  test.for([...changesInDatabase, ...changesInCode])("is named: %s → %s", async ([change, named]) => {
    const found = await foundAfter(change);
    expect(found).toContainEqual(expect.stringContaining(`Database "shop": ${named}`));
  });

  test.for(changesInCluster)("to the cluster is named: %s → %s", async ([change, named, undo]) => {
    await admin.run(change);
    try {
      const { differences } = await compareAll();
      expect(differences.map(describeDifference)).toContainEqual(expect.stringContaining(named));
    } finally {
      await admin.run(undo);
    }
  });

  test("undone leaves nothing to name", async () => {
    expect(await foundAfter("select 1")).toEqual([]);
    expect((await compareAll()).differences).toEqual([]);
  });

  test("to a byte of no encoding is named in a database that has none", async () => {
    const found = await foundAfter(String.raw`comment on schema public is E'bytes \xfe'`, "raw");
    expect(found).toEqual([
      String.raw`Database "raw": comment on schema public: text "bytes \xfe" in the target, "bytes \xff" in the source`,
    ]);
  });

  test("is not hidden by what users set for databases and roles", async () => {
    const found = await foundAfter(
      `alter database copy set search_path = app;
       alter database copy set default_transaction_read_only = on;
       alter role postgres in database copy set quote_all_identifiers = off;
       alter role postgres in database copy set row_security = on;
       delete from app.customer where id = 105`,
    );
    expect(found).toEqual([`Database "shop": table app.customer has 9 rows in the target, 10 in the source`]);
  });
});

test("a server compared with itself is refused", async () => {
  await expect(compareClusters((_, database) => servers.open("source", database))).rejects.toThrow(
    "two servers",
  );
});

test("a table that cannot be read is a failure", async () => {
  const change = `create table public.broken (a integer); insert into public.broken values (1);
    update pg_class set relam = 0 where oid = 'public.broken'::regclass`;
  await expect(foundAfter(change)).rejects.toThrow();
});

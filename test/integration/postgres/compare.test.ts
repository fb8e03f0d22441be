import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  compareClusters,
  type ClustersCompared,
} from "../../../src/engines/postgres/compare/compare-clusters.ts";
import { compareDatabase } from "../../../src/engines/postgres/compare/compare-database.ts";
import { compareKind, type TwoSides } from "../../../src/engines/postgres/compare/compare-kind.ts";
import { describeDifference } from "../../../src/engines/postgres/compare/describe-difference.ts";
import type { Difference } from "../../../src/engines/postgres/compare/inventory.ts";
import { clusterKinds, databaseKinds } from "../../../src/engines/postgres/compare/kinds.ts";
import type { Kind } from "../../../src/engines/postgres/compare/kind.ts";
import { view } from "../../../src/engines/postgres/compare/kinds/view.ts";
import { findLawfulReason } from "../../../src/engines/postgres/compare/lawful-differences.ts";
import { pinSession, type PinnedSession } from "../../../src/engines/postgres/compare/pin-session.ts";
import { readItems } from "../../../src/engines/postgres/compare/read-items.ts";
import type { SqlSession } from "../../../src/engines/postgres/compare/sql-session.ts";
import { ordealsFor } from "../../support/torture.ts";
import { compareAfter } from "./compare-fixture/compare-after.ts";
import { catalogChangesOfOperators } from "./compare-fixture/catalog-changes-of-operators.ts";
import { catalogChangesOnRelations } from "./compare-fixture/catalog-changes-on-relations.ts";
import { catalogChangesInCode } from "./compare-fixture/catalog-changes-in-code.ts";
import { catalogChangesInRelations } from "./compare-fixture/catalog-changes-in-relations.ts";
import { catalogChangesInCluster, catalogChangesOutside } from "./compare-fixture/catalog-changes-outside.ts";
import type { CatalogChanges } from "./compare-fixture/catalog-change.ts";
import { compareClusterKinds } from "./compare-fixture/compare-cluster-kinds.ts";
import { changesInCode } from "./compare-fixture/planted-changes-in-code.ts";
import { changesInCluster, undoneChanges } from "./compare-fixture/planted-changes-in-cluster.ts";
import { changesInDatabase } from "./compare-fixture/planted-changes.ts";
import { remembering } from "./compare-fixture/remembering.ts";
import { isNamed, singleChanges } from "./compare-fixture/single-changes.ts";
import { startTwoServers, type TwoServers } from "./compare-fixture/two-servers.ts";

const changesToDatabase = [
  ...catalogChangesInRelations,
  ...catalogChangesOnRelations,
  ...catalogChangesInCode,
  ...catalogChangesOfOperators,
  ...catalogChangesOutside,
];

let servers: TwoServers;
let source: Record<"shop" | "template1", PinnedSession>;
let target: Record<"shop" | "template1", SqlSession>;

beforeAll(async () => {
  servers = await startTwoServers(`compare-${randomBytes(3).toString("hex")}`);
  const pinned = async (database: string): Promise<PinnedSession> =>
    remembered(await pinSession(await servers.open("source", database), "source", database));
  source = { shop: await pinned("shop"), template1: await pinned("template1") };
  target = {
    shop: await servers.open("target", "shop"),
    template1: await servers.open("target", "template1"),
  };
});

afterAll(async () => {
  const open = [source.shop.session, source.template1.session, target.shop, target.template1];
  await Promise.all(open.map((session) => session.end()));
  await servers.remove();
});

const compareAll = (): Promise<ClustersCompared> =>
  compareClusters((side, database) => servers.open(side, database));

/** Its answers are remembered, for nothing changes it. */
const remembered = (pinned: PinnedSession): PinnedSession => ({
  ...pinned,
  session: remembering(pinned.session),
});

const described = (differences: readonly Difference[]): string[] =>
  differences
    .filter((difference) => findLawfulReason(difference, { source: 15, target: 16 }) === undefined)
    .map(describeDifference);

const foundAfter = <T>(
  database: "shop" | "template1",
  change: string,
  compare: (sides: TwoSides) => Promise<T>,
): Promise<T> =>
  compareAfter(change, { source: source[database], target: target[database], database }, compare);

/** What is found in a copy of a database in the target, after a change to it, by sessions opened after the change. */
async function foundInCopy(change: string, database: string): Promise<string[]> {
  await target.template1.run(`create database copy template ${database}`);
  try {
    const changing = await servers.open("target", "copy");
    await changing.run(change).finally(() => changing.end());
    const sessions = [await servers.open("source", database), await servers.open("target", "copy")] as const;
    try {
      const { differences } = await compareDatabase({
        source: await pinSession(sessions[0], "source", database),
        target: await pinSession(sessions[1], "target", "copy"),
        database,
      });
      return described(differences);
    } finally {
      await Promise.all(sessions.map((session) => session.end()));
    }
  } finally {
    await target.template1.run("drop database copy");
  }
}

describe("a 15 with something of every kind, dumped into a 16", () => {
  test("is found to be the same, and what differs lawfully is named with its reason", async () => {
    const compared = await compareAll();
    expect(compared.differences.map(describeDifference)).toEqual([]);
    expect(compared.lawful.map(({ difference }) => describeDifference(difference))).toEqual([
      `Database "shop": extension citext: owner "postgres" in the target, "owner_a" in the source`,
      `Database "shop": column app.stray.a: position "1" in the target, "2" in the source`,
      `Database "shop": column app.stray.b: position "2" in the target, "1" in the source`,
      `Database "shop": index app.half_made is missing in the target`,
      `Database "shop": extension's comment on table app.note: text "brought along" in the target, "ours now" in the source`,
      `Database "shop": extension's index app.book_title is missing in the target`,
      `Database "shop": extension's rule kept on app.note is missing in the target`,
      `Database "shop": extension's table column app.note.marked is missing in the target`,
      `Database "shop": extension's table constraint short on app.book is missing in the target`,
      `Database "shop": extension's trigger brought on app.note: text "O" in the target, "D" in the source`,
      `Database "shop": extension's trigger seen on app.book is missing in the target`,
    ]);
    expect(compared.counted).toMatchObject({ databases: 6, tables: 14, rows: 815n });
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
    const empty: string[] = [];
    for (const kind of [...clusterKinds, ...databaseKinds]) {
      const items = await readItems(source.shop, kind, { server: 15, common: 15 });
      if (items.length === 0) empty.push(kind.name);
    }
    expect(empty).toEqual(["security label", "security label"]);
  });

  test("has views that the two servers word differently, which are not taken for different views", async () => {
    const sides = { source: source.shop, target: await pinSession(target.shop, "target", "shop") };
    const [before, after] = [
      await readItems(sides.source, view, { server: 15, common: 15 }),
      await readItems(sides.target, view, { server: 16, common: 15 }),
    ].map((items) => new Map(items.map(({ identity, properties }) => [identity, properties["definition"]])));
    expect(before?.get("app.simple")).toContain(`"customer"."name"`);
    expect(after?.get("app.simple")).not.toContain(`"customer"."name"`);
    expect((await compareKind(view, sides)).differences).toEqual([]);
  });
});

/** What of these changes is not caught and named, or not alone. */
async function missedOf(group: CatalogChanges, kinds: readonly Kind[]): Promise<string[]> {
  const database = kinds === clusterKinds ? "template1" : "shop";
  const kind = kinds.find(({ name }) => name === group.kind);
  if (kind === undefined) throw new Error(`There is no kind ${group.kind}.`);
  const missed: string[] = [];
  for (const change of await singleChanges(target[database], group)) {
    const { differences } = await foundAfter(database, change.statement, (sides) => compareKind(kind, sides));
    const sentences = differences.map(describeDifference);
    if (!isNamed(sentences, change)) missed.push(`${change.statement}: ${sentences.join("; ")}`);
  }
  return missed;
}

describe("each single change to a catalog is caught and named:", () => {
  test.for(changesToDatabase)("$kind in $catalog, every property", async (group) => {
    expect(await missedOf(group, databaseKinds)).toEqual([]);
  });

  test.for(catalogChangesInCluster)("$kind in $catalog, every property of the cluster's", async (group) => {
    expect(await missedOf(group, clusterKinds)).toEqual([]);
  });

  test("they are more than five hundred, with those that commands make", async () => {
    let single = 0;
    for (const group of changesToDatabase) single += (await singleChanges(target.shop, group)).length;
    for (const group of catalogChangesInCluster) {
      single += (await singleChanges(target.template1, group)).length;
    }
    const commands = [changesInDatabase, changesInCode, changesInCluster, undoneChanges].flat().length;
    const ordeals = ordealsFor(17).length;
    const told = `${single} changes to catalogs, ${commands} by commands, ${ordeals} of the torture database`;
    process.stdout.write(`planted and caught: ${told}\n`);
    expect(single + commands + ordeals, told).toBeGreaterThanOrEqual(500);
  });

  test("no property is left out, but the rules of ICU, which 15 does not have", async () => {
    const told = [...changesToDatabase, ...catalogChangesInCluster].flatMap(({ kind, properties }) =>
      Object.keys(properties).map((property) => `${kind}: ${property}`),
    );
    const commands = [...changesInDatabase, ...changesInCode, ...changesInCluster];
    const left: string[] = [];
    for (const kind of [...clusterKinds, ...databaseKinds]) {
      const [item] = await readItems(source.shop, kind, { server: 15, common: 15 });
      for (const property of Object.keys(item?.properties ?? {})) {
        const named = (sentence: string): boolean =>
          sentence.startsWith(kind.name) && sentence.includes(`: ${property}`);
        if (told.includes(`${kind.name}: ${property}`)) continue;
        if (commands.some(([, sentence]) => named(sentence))) continue;
        left.push(`${kind.name}: ${property}`);
      }
    }
    expect(left).toEqual(["database: ICU rules", "collation: ICU rules"]);
  });
});

describe("one change to the target", () => {
  test.for([...changesInDatabase, ...changesInCode])("is named: %s → %s", async ([change, named]) => {
    const { differences } = await foundAfter("shop", change, compareDatabase);
    expect(described(differences)).toContainEqual(expect.stringContaining(`Database "shop": ${named}`));
  });

  test.for(changesInCluster)("to the cluster is named: %s → %s", async ([change, named]) => {
    const differences = await foundAfter("template1", change, compareClusterKinds);
    expect(described(differences)).toContainEqual(expect.stringContaining(named));
  });

  test.for(undoneChanges)("to a database is named: %s → %s", async ([change, named, undo]) => {
    await target.template1.run(change);
    try {
      expect(described((await compareAll()).differences)).toContainEqual(expect.stringContaining(named));
    } finally {
      await target.template1.run(undo);
    }
  });

  test("undone leaves nothing to name", async () => {
    expect(described((await compareAll()).differences)).toEqual([]);
  });

  test("to a byte of no encoding is named in a database that has none", async () => {
    const found = await foundInCopy(String.raw`comment on schema public is E'bytes \xfe'`, "raw");
    expect(found).toEqual([
      String.raw`Database "raw": comment on schema public: text "bytes \xfe" in the target, "bytes \xff" in the source`,
    ]);
  });

  test("is not hidden by what users set for databases and roles", async () => {
    const found = await foundInCopy(
      `create table public.extra (a integer);
       alter database copy set search_path = public;
       alter database copy set default_transaction_read_only = on;
       alter role postgres in database copy set quote_all_identifiers = off;
       alter role postgres in database copy set row_security = on`,
      "ledger",
    );
    expect(found).toEqual([`Database "ledger": table public.extra is in the target alone`]);
  });
});

test("a server compared with itself is refused", async () => {
  await expect(compareClusters((_, database) => servers.open("source", database))).rejects.toThrow(
    "two servers",
  );
});

test("a table that cannot be read is a failure", async () => {
  const change = `update pg_class set relfilenode = 1 where oid = 'app.parent'::regclass`;
  await expect(foundAfter("shop", change, compareDatabase)).rejects.toThrow("could not open file");
});

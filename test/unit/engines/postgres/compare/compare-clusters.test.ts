import { describe, expect, test } from "vitest";
import { compareClusters } from "../../../../../src/engines/postgres/compare/compare-clusters.ts";
import type { Side } from "../../../../../src/engines/postgres/compare/inventory.ts";
import { scriptedSession, type ScriptedSession } from "./scripted-session.ts";

interface Cluster {
  readonly databases: Readonly<Record<string, boolean>>;
  readonly server?: string;
  /** Fails the queries that contain it. */
  readonly broken?: string;
}

/** Two clusters whose databases are all empty; what was opened is kept. */
function clusters(sides: Readonly<Record<Side, Cluster>>) {
  const opened: ScriptedSession[] = [];
  const open = async (side: Side, database: string): Promise<ScriptedSession> => {
    const { databases, server = side, broken } = sides[side];
    const session = scriptedSession((sql) => {
      if (broken !== undefined && sql.includes(broken)) throw new Error(`${side} cannot`);
      const where = { database, version: "160004", encoding: "UTF8", server };
      if (sql.includes("pg_control_system")) return [where];
      if (sql.includes("json_build_array")) return [{ measured: '["0 0/0"]' }];
      if (!sql.includes("as open")) return [];
      return Object.entries(databases).map(([name, isOpen]) => ({ name, open: isOpen }));
    });
    opened.push(session);
    return session;
  };
  return { open, opened };
}

const shop = { databases: { postgres: true, shop: true, template0: false } };

describe("comparing two clusters", () => {
  test("looks into every database that both have, and tells how far it is", async () => {
    const { open, opened } = clusters({ source: shop, target: shop });
    const told: string[] = [];
    const compared = await compareClusters(open, {
      progress: (done, total) => told.push(`${done} of ${total}`),
    });
    expect(compared.differences).toEqual([]);
    expect(compared.counted.databases).toBe(2);
    expect(told).toEqual(["0 of 2", "1 of 2", "2 of 2"]);
    expect(opened).toHaveLength(6);
    expect(opened.every(({ ended }) => ended)).toBe(true);
  });

  test.for(["source", "target"] as const)(
    "fails where a query fails in the %s, and leaves no session",
    async (side) => {
      const { open, opened } = clusters({
        source: shop,
        target: shop,
        [side]: { ...shop, broken: "pg_trigger" },
      });
      await expect(compareClusters(open)).rejects.toThrow(`${side} cannot`);
      expect(opened.every(({ ended }) => ended)).toBe(true);
    },
  );

  test("fails where one side cannot be reached, and leaves no session", async () => {
    const { open, opened } = clusters({ source: shop, target: shop });
    const halfOpen = async (side: Side, database: string): Promise<ScriptedSession> => {
      if (side === "target") throw new Error("nobody answers");
      return open(side, database);
    };
    await expect(compareClusters(halfOpen)).rejects.toThrow("nobody answers");
    expect(opened.every(({ ended }) => ended)).toBe(true);
  });

  test("tells of a database that takes no connections, on whichever side", async () => {
    const closed = { databases: { ...shop.databases, shop: false } };
    for (const [sides, where] of [
      [{ source: shop, target: closed }, "target"],
      [{ source: closed, target: shop }, "source"],
      [{ source: closed, target: closed }, "source and the target"],
    ] as const) {
      const { differences } = await compareClusters(clusters(sides).open);
      expect(differences).toEqual([
        {
          kind: "database",
          identity: "shop",
          what: "not compared",
          reason: `it takes no connections in the ${where}`,
        },
      ]);
    }
  });

  test("looks into template0 where it takes connections, and does not pass over it where one does", async () => {
    const open0 = { databases: { template0: true } };
    expect((await compareClusters(clusters({ source: open0, target: open0 }).open)).counted.databases).toBe(
      1,
    );
    const { differences } = await compareClusters(
      clusters({ source: open0, target: { databases: { template0: false } } }).open,
    );
    expect(differences).toHaveLength(1);
  });

  test("refuses one server on both sides, where everything would be the same", async () => {
    const { open } = clusters({ source: { ...shop, server: "one" }, target: { ...shop, server: "one" } });
    await expect(compareClusters(open)).rejects.toThrow("two servers");
  });

  test("refuses a session with another database than it asked for", async () => {
    const { open } = clusters({ source: shop, target: shop });
    await expect(compareClusters((side) => open(side, "elsewhere"))).rejects.toThrow("elsewhere");
  });

  test("gives the source's sessions nothing to write with", async () => {
    const { open, opened } = clusters({ source: shop, target: shop });
    await compareClusters(open);
    const readOnly = opened.filter(({ ran }) => ran[0]?.includes("default_transaction_read_only = 'on'"));
    expect(readOnly).toHaveLength(3);
  });

  test("stops between two databases when it is told to", async () => {
    const { open, opened } = clusters({ source: shop, target: shop });
    const controller = new AbortController();
    const comparing = compareClusters(open, {
      signal: controller.signal,
      progress: () => {
        controller.abort(new Error("enough"));
      },
    });
    await expect(comparing).rejects.toThrow("enough");
    expect(opened).toHaveLength(4);
  });
});

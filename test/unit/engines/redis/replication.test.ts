import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { follow, type Leader } from "../../../../src/engines/redis/replication/follow.ts";
import { replicationState } from "../../../../src/engines/redis/replication/replication-state.ts";
import type { Session } from "../../../../src/engines/redis/session.ts";
import { findingsOnReplication } from "../../../../src/engines/redis/steps/check-replication.ts";
import { sizeDifferences } from "../../../../src/engines/redis/steps/verify-replica.ts";

/** A server that says this of itself, and keeps what it was told. */
function server(info: Readonly<Record<string, string>>): { session: Session; told: string[] } {
  const told: string[] = [];
  const text = Object.entries(info)
    .map(([name, value]) => `${name}:${value}`)
    .join("\r\n");
  const session: Session = {
    ask: <T>(schema: z.ZodType<T>) => Promise.resolve(schema.parse(text)),
    bytes: (...command) => {
      told.push(command.join(" "));
      return Promise.resolve("OK");
    },
    all: () => Promise.resolve([]),
    end: () => Promise.resolve(),
  };
  return { session, told };
}

const leader: Leader = { host: "witness", port: 6379, password: "sesame" };

describe("the command to follow another server", () => {
  test("never goes to the source, nor to a server that does not say which it is (I3)", async () => {
    for (const run_id of ["source", ""]) {
      for (const whom of [leader, "nobody"] as const) {
        const { session, told } = server({ run_id, role: "master" });
        await expect(follow(session, "source", whom)).rejects.toThrow("was not sent");
        expect(told).toEqual([]);
      }
    }
  });

  test("goes to any other, with the password, which is forgotten when it follows nobody any more", async () => {
    const { session, told } = server({ run_id: "target", role: "master" });
    await follow(session, "source", leader);
    await follow(session, "source", "nobody");
    expect(told).toEqual([
      "CONFIG SET masterauth sesame",
      "REPLICAOF witness 6379",
      "REPLICAOF NO ONE",
      "CONFIG SET masterauth ",
    ]);
  });
});

test.each([
  [
    { role: "slave", master_link_status: "up", master_sync_in_progress: "0", slave_repl_offset: "7" },
    true,
    7,
  ],
  [
    { role: "slave", master_link_status: "up", master_sync_in_progress: "1", slave_repl_offset: "7" },
    false,
    7,
  ],
  [
    { role: "slave", master_link_status: "down", master_sync_in_progress: "0", slave_repl_offset: "7" },
    false,
    7,
  ],
  [{ role: "master", master_repl_offset: "9" }, false, 9],
])("of %j it is in step: %s, at %s", async (info, inSync, offset) => {
  expect(await replicationState(server({ run_id: "x", ...info }).session)).toMatchObject({ inSync, offset });
});

test("two servers have the same number of keys in every database, or each one is named", () => {
  const sizes = (keys: number, expires = 0): ReadonlyMap<number, { keys: number; expires: number }> =>
    new Map([[5, { keys, expires }]]);
  expect(sizeDifferences(sizes(3, 1), sizes(3, 1))).toEqual([]);
  expect(sizeDifferences(sizes(3), sizes(2))).toHaveLength(1);
  expect(sizeDifferences(sizes(3, 1), sizes(3))).toHaveLength(1);
  expect(sizeDifferences(sizes(3), new Map()).join()).toContain("database 5");
  expect(sizeDifferences(new Map(), sizes(1)).join()).toContain("database 5");
});

test.each([
  [{ bind: "" }, []],
  [{ bind: "* -::*" }, []],
  [{ bind: "0.0.0.0" }, []],
  [{ bind: "127.0.0.1 -::1" }, ["REDIS-NOT-FOLLOWED"]],
  [{ bind: "* -::*", "protected-mode": "yes" }, ["REDIS-NOT-FOLLOWED"]],
  [{ bind: "* -::*", "protected-mode": "yes", requirepass: "x" }, []],
])("with %j a server can be followed, but for %j", (settings, codes) => {
  const found = findingsOnReplication(new Map(Object.entries(settings)));
  expect(found.map(({ code }) => code)).toEqual(codes);
  expect(JSON.stringify(found)).not.toContain("requirepass");
});

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { addressOf, type WriterSummary } from "../support/writer.ts";
import { writersDatabase, type Writers } from "../support/writers.ts";

let scene: Scene;
let writers: Writers;
let met: WriterSummary[];
let idle: { readonly ended: Promise<void> };

beforeAll(async () => {
  scene = await createScene({ name: "lost-writes", scale: 1 });
  writers = await scene.writeEverything(["port", "alias", "socket"]);
  idle = await leaveOpen("idle", "SELECT 1");
  // Longer than any stop would be waited for.
  await leaveOpen("busy", "SELECT pg_sleep(86400)");
  await writers.awaitActs(2);
  await scene.succeed(scene.upgrade);
  await writers.awaitActs(2);
  met = await writers.stop();
});

afterAll(async () => {
  await scene.remove();
});

/** A transaction that has written and is not ended by its client, which is busy with something or with nothing. */
async function leaveOpen(name: string, last: string): Promise<{ readonly ended: Promise<void> }> {
  const { shop } = scene;
  const { PGUSER, PGPASSWORD } = addressOf(shop, { host: "", port: 0, database: "" });
  const client = new pg.Client({
    ...{ host: "127.0.0.1", port: shop.port, database: writersDatabase, user: PGUSER, password: PGPASSWORD },
  });
  const ended = new Promise<void>((resolve) =>
    client.on("error", () => resolve()).on("end", () => resolve()),
  );
  await client.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO halves VALUES ('first', $1, 1, 'never committed')", [name]);
  client.query(last).catch(() => undefined);
  return { ended };
}

test("whatever was acknowledged, of every kind and by every way in, is in 16 once and whole; nothing else is (I2)", async () => {
  const { ok } = await writers.check();
  expect(ok).toBe(met.reduce((sum, client) => sum + client.ok, 0));
  expect(met).toHaveLength(21);
});

test("every client wrote to 15, then to 16, and never to 15 again (I4)", () => {
  for (const { client, majors, acknowledged } of met) {
    expect([client, majors]).toEqual([client, [15, 16]]);
    expect(acknowledged["15"], client).toBeGreaterThanOrEqual(2);
    expect(acknowledged["16"], client).toBeGreaterThanOrEqual(2);
  }
});

test("transactions that are open when the source stops are cut off, and nothing of them is there (I2)", async () => {
  await idle.ended;
  const left = await scene.shop.sql(
    "SELECT count(*) FROM halves WHERE client IN ('idle', 'busy');",
    writersDatabase,
  );
  expect(left).toBe("0");
});

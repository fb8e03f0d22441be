import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";
import { inspectContainer, type Inspected } from "../support/containers-inspect.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, digestOf, inventory, joinNetwork, type Scene } from "../support/environment.ts";
import { checkLedger, type LedgerRow } from "../support/ledger.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { ledgerRows, type Writer } from "../support/writer.ts";

let scene: Scene;
let reporting: string;
let before: Inspected;
let digest: string;
let target: Inspected;
/** Writes to 15 until the fence cuts it off, and no more. */
let early: Writer;
/** Comes when 16 serves, and stays. */
let late: Writer;

beforeAll(async () => {
  const create = ["--env", "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256"];
  scene = await createScene({ name: "rollback", scale: 1, create });
  reporting = await joinNetwork(scene, "reporting");
  before = await inspectContainer(scene.shop.container);
  digest = await digestOf(scene.shop);
  early = scene.write("early");
  await early.awaitRows(20);
  const upgrade = scene.start(scene.upgrade);
  await upgrade.awaitRecord({ type: "step.succeeded", step: "isolate" });
  await early.stop();
  expect(await upgrade.result).toMatchObject({ exitCode: 0 });
  target = await inspectContainer(scene.shop.container);
  late = scene.write("late", 50);
  await late.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

async function rowsOf(client: string): Promise<LedgerRow[]> {
  return (await ledgerRows(scene.shop)).filter((row) => row.client === client);
}

test("after the switch a rollback says what 16 took since, wants --discard-writes, and changes nothing (I2)", async () => {
  const { exitCode, stdout, stderr } = await scene.run(["rollback", "--yes"]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  // The server's statistics lag by a second, so not every row that was written is counted yet.
  const [, inserted] = /PostgreSQL\s+16\s+has\s+taken\s+(\d+)\s+inserted/.exec(stderr) ?? [];
  expect(Number(inserted)).toBeGreaterThanOrEqual(1);
  expect(stderr).toContain(`dbshift rollback ${runsIn(scene.stateHome)[0] ?? ""} --discard-writes`);
  expect(stderr).toContain("Nothing was changed.");
  expect(await inspectContainer(scene.shop.container)).toEqual(target);
  await late.awaitRows(20);
});

test("while another run has the target as its source, a rollback says so and touches nothing (I8)", async () => {
  const { leases } = await dockerRuntime();
  const later = {
    run: "later",
    command: "dbshift postgres 16..17",
    user: "ann",
    host: "there",
    pid: 1,
    since: "now",
  };
  const label = { [testLabel]: scene.id };
  const lease = await leases.acquire(`${scene.shop.volume}-pg16`, target.imageId, later, label);
  const { exitCode, stderr } = await scene.run(["rollback", "--yes", "--discard-writes"]);
  await lease.release();
  expect(exitCode).toBe(75);
  expect(stderr).toContain("The run later has held it since now: ann@there, process 1.");
  expect(await inspectContainer(scene.shop.container)).toEqual(target);
});

test("with it the very container that served before serves again, as it was made (I7)", async () => {
  const { exitCode, stdout, stderr } = await scene.run(["rollback", "--yes", "--discard-writes", "--json"]);
  expect(stderr).toContain("version 15, as before the switch");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "returned", serves: "source" });
  expect(exitCode).toBe(0);
  const { startedAt, ...now } = await inspectContainer(scene.shop.container);
  expect({ ...now, startedAt: before.startedAt }).toEqual(before);
  expect(startedAt).not.toBe(before.startedAt);
});

test("its data is what it was when the fence closed (I7)", async () => {
  expect(await digestOf(scene.shop)).toBe(digest);
  const counts = checkLedger(await early.entries(), await rowsOf("early"));
  expect(counts.ok).toBeGreaterThanOrEqual(20);
});

test("a client of 16 comes back to 15 at the same port with the same password", async () => {
  await late.awaitRows(20);
  const { majors } = await late.stop();
  expect(majors).toEqual([16, 15]);
});

test("the target is kept, stopped, under a name of its own, and nobody can start it", async () => {
  const { container, volume, network } = scene.shop;
  const kept = await inspectContainer(`${container}.pg16`);
  expect(kept).toMatchObject({ id: target.id, status: "exited", restartPolicy: "no" });
  expect(kept.volumes).toEqual([`${volume}-pg16`]);
  await expect(docker(["start", kept.id])).rejects.toThrow();
  expect(await inventory(scene)).toEqual({
    containers: [container, `${container}.pg16`],
    holders: 0,
    volumes: [volume, `${volume}-pg16`],
    networks: [network, reporting].sort(),
  });
});

test("the old server serves after a restart of its container too", async () => {
  await docker(["restart", scene.shop.container]);
  await scene.shop.awaitServing();
  expect(await digestOf(scene.shop)).toBe(digest);
});

test("a retire removes the kept target for good, and the source serves on (I9)", async () => {
  const { container, volume, network } = scene.shop;
  const { exitCode, stderr } = await scene.run(["retire", "--yes"]);
  expect(stderr).toContain("The target and its volume are gone.");
  expect(exitCode).toBe(0);
  expect(await inventory(scene)).toEqual({
    containers: [container],
    holders: 0,
    volumes: [volume],
    networks: [network, reporting].sort(),
  });
  expect(await digestOf(scene.shop)).toBe(digest);
});

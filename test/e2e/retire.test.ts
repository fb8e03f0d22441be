import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitServer } from "../support/await-server.ts";
import { inspectContainer } from "../support/containers-inspect.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, countsOf, inventory, type Inventory, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { unfolded } from "../support/run-cli.ts";
import { runsIn } from "../support/run-cli-journal.ts";

let scene: Scene;
let both: Inventory;

beforeAll(async () => {
  scene = await createScene({ name: "retire", scale: 1, superuser: "boss" });
  await scene.succeed(scene.upgrade);
  both = await inventory(scene);
});

afterAll(async () => {
  await scene.remove();
});

/** Another server of the target's version, as somebody might have put it in the target's place. */
async function startStranger(name: string): Promise<void> {
  const data = ["--tmpfs", "/var/lib/postgresql/data", "--env", "POSTGRES_HOST_AUTH_METHOD=trust"];
  const label = ["--label", `${testLabel}=${scene.id}`];
  await docker(["run", "--detach", "--name", name, ...label, ...data, imageFor("postgres:16")]);
  await awaitServer(name, { user: "postgres" });
}

test("a retire that nobody agreed to ends with 2 and removes nothing", async () => {
  const { exitCode, stderr } = await scene.run(["retire"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--yes");
  expect(await inventory(scene)).toEqual(both);
});

test("while the target does not serve, a retire is refused with 3 and removes nothing (I1)", async () => {
  const { container } = scene.shop;
  await docker(["stop", container]);
  const { exitCode, stderr } = await scene.run(["retire", "--yes"]);
  await docker(["start", container]);
  await scene.shop.awaitServing();
  expect(unfolded(stderr)).toContain(`"${container}" does not answer, so nothing is removed`);
  expect(exitCode).toBe(3);
  expect(await inventory(scene)).toEqual(both);
});

test("while something else serves under the name, a retire is refused with 3 and removes nothing (I10)", async () => {
  const { container } = scene.shop;
  const { id } = await inspectContainer(container);
  await docker(["stop", container]);
  await docker(["rename", container, `${container}.elsewhere`]);
  await startStranger(container);
  const { exitCode, stderr } = await scene.run(["retire", "--yes"]);
  await docker(["rm", "--force", "--volumes", container]);
  await docker(["rename", id, container]);
  await docker(["start", container]);
  await scene.shop.awaitServing();
  expect(stderr).toContain("OTHER-SIDE-SERVES");
  expect(exitCode).toBe(3);
  expect(await inventory(scene)).toEqual(both);
});

test("after one more upgrade the first run says so, and its source can still be retired (I1, I9)", async () => {
  const { container, volume, network } = scene.shop;
  const [first = ""] = runsIn(scene.stateHome);
  const again = scene.upgrade.map((word) => (word === "15..16" ? "16..17" : word));
  const upgraded = await scene.succeed(again);
  expect(upgraded.stderr).toContain(`Run ${first}`);
  const second = runsIn(scene.stateHome).find((run) => run !== first);
  const told = await scene.succeed(["status", first, "--json"]);
  expect(JSON.parse(told.stdout)).toMatchObject({
    runs: [{ serves: "superseded", supersededBy: second, next: [`dbshift retire ${first}`] }],
  });
  await scene.succeed(["retire", first, "--yes"]);
  expect(await inventory(scene)).toEqual({
    containers: [container, `${container}.pre17`],
    holders: 1,
    volumes: [`${volume}-pg16`, `${volume}-pg17`],
    networks: [network],
  });
});

test("a retire that was agreed to removes the source, container and volume, and the target serves on", async () => {
  const { container, volume, network } = scene.shop;
  const counts = await countsOf(scene.shop);
  const { exitCode, stdout } = await scene.run(["retire", "--yes", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    outcome: "retired",
    serves: "target",
    next: [],
    exit: 0,
  });
  expect(exitCode).toBe(0);
  expect(await inventory(scene)).toEqual({
    containers: [container],
    holders: 0,
    volumes: [`${volume}-pg17`],
    networks: [network],
  });
  expect(await countsOf(scene.shop)).toBe(counts);
});

test("after it status names the one copy there is, without asking Docker (I1)", async () => {
  const { exitCode, stdout } = await scene.run(["status"], { env: { DOCKER_HOST: "unix:///nonexistent" } });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Finished: retired.");
  expect(stdout.match(/^ *Copy .*/gm)).toMatchObject([expect.stringContaining(`${scene.shop.volume}-pg17`)]);
});

test("after it there is nothing to resume, and no way back (I6)", async () => {
  const [run = ""] = runsIn(scene.stateHome);
  const resumed = await scene.run(["resume", run]);
  expect(resumed.stderr).toContain("There is nothing to resume");
  expect(resumed.exitCode).toBe(0);
  const back = await scene.run(["rollback", run, "--yes", "--discard-writes"]);
  expect(back.stderr).toContain(`Run ${run} cannot be rolled back`);
  expect(back.exitCode).toBe(2);
  expect(await scene.shop.sql("SHOW server_version_num;")).toMatch(/^17/);
});

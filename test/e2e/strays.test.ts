import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/containers.ts";
import { containerOf, isOf, killIn } from "../support/environment-kill.ts";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { runsIn } from "../support/run-cli-journal.ts";

let scene: Scene;
let directory: string;

beforeAll(async () => {
  scene = await createScene({ name: "strays", scale: 1 });
  directory = await mkdtemp(join(tmpdir(), "dbshift-strays-"));
});

afterAll(async () => {
  await scene.remove();
  await rm(directory, { recursive: true });
});

/** A session as a run leaves one whose process died: it works on and holds a lock, and its client does not listen. */
async function leaveSession(application: string): Promise<void> {
  const { container, superuser } = scene.shop;
  const psql = ["exec", "--detach", "--env", `PGAPPNAME=${application}`, container, "psql", "-U", superuser];
  const work =
    "BEGIN; LOCK TABLE sales.ledger IN SHARE UPDATE EXCLUSIVE MODE NOWAIT; SELECT pg_sleep(86400);";
  await execa("docker", [
    ...psql,
    "-d",
    "shop",
    "-c",
    application.endsWith("other") ? "SELECT pg_sleep(86400)" : work,
  ]);
  await until(`the session ${application}`, 30, async () => (await sessions()).includes(application));
}

async function sessions(): Promise<string[]> {
  const ours = `SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'dbshift/%'
                   AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() ORDER BY 1;`;
  return (await scene.shop.sql(ours)).split("\n").filter((name) => name !== "");
}

test("a rollback ends the sessions its run has left in the source, and nobody else's (I9, I10)", async () => {
  const before = await stateOf(scene);
  await killIn(scene, scene.upgrade, "initialise");
  const [run = ""] = runsIn(scene.stateHome);
  await leaveSession("dbshift/other");
  await leaveSession(`dbshift/${run}`);
  await scene.succeed(["rollback", "--yes"]);
  expect(await sessions()).toEqual(["dbshift/other"]);
  expect(await stateOf(scene)).toEqual(before);
});

test("a resume ends what works on, a helper and a session in the target, and only then does it again (I6, I9)", async () => {
  await killIn(scene, [...scene.upgrade, "--backup", directory], "backup");
  const run = runsIn(scene.stateHome).at(-1) ?? "";
  const orphan = await containerOf(scene, "backup");
  expect(orphan).not.toBe("");
  await leaveSession(`dbshift/${run}`);
  const place = scene.watch.events.length;
  await scene.succeed(["resume", run]);
  expect(await sessions()).toEqual([]);
  await scene.watch.catchUp();
  const later = scene.watch.events.slice(place);
  const ended = later.findIndex((event) => isOf(scene, "backup", "die")(event) && event.Actor.ID === orphan);
  const anew = later.findIndex(isOf(scene, "backup", "start"));
  expect(ended).toBeGreaterThanOrEqual(0);
  expect(anew).toBeGreaterThan(ended);
});

import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { runCli, unfolded, type RunningCli } from "../support/run-cli.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let elsewhere: string;
let writer: Writer;
let first: RunningCli;

beforeAll(async () => {
  scene = await createScene({ name: "one-driver", scale: 1 });
  elsewhere = await mkdtemp(join(tmpdir(), "dbshift-elsewhere-"));
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
  first = scene.start(scene.upgrade);
});

afterAll(async () => {
  await scene.remove();
  await rm(elsewhere, { recursive: true });
});

/** The same upgrade, asked for by somebody who knows nothing of the first one's journal. */
async function secondRun(): Promise<void> {
  const { exitCode, stdout, stderr } = await runCli(scene.upgrade, { stateHome: elsewhere });
  const said = unfolded(stderr);
  expect(said).toContain(runsIn(scene.stateHome)[0]);
  expect(said).toContain(`${userInfo().username}@${hostname()}, process ${String(first.pid)}`);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, exit: 75 });
  expect(exitCode).toBe(75);
  expect(runsIn(elsewhere)).toEqual([]);
}

test("while a run gets ready, a second one ends with 75 and says whose the first is (I8)", async () => {
  await first.awaitRecord({ type: "step.started", step: "initialise" });
  await secondRun();
});

test("while the source stands behind the fence, a second run, resume and rollback end with 75 (I8)", async () => {
  await first.awaitRecord({ type: "step.started", step: "fence" });
  await secondRun();
  for (const args of [["resume"], ["rollback", "--yes"]]) {
    const { exitCode, stderr } = await scene.run(args);
    expect(unfolded(stderr)).toContain(`process ${String(first.pid)}`);
    expect([...args, exitCode]).toEqual([...args, 75]);
  }
});

test("a terminal that goes away does not end a run, and the first one goes on to the end (I8)", async () => {
  await first.signal("SIGHUP");
  const { exitCode, stdout } = await first.result;
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "target serves" });
  expect(exitCode).toBe(0);
  await writer.awaitRows(20);
  await writer.stop();
  await checkWriters(scene.shop, [writer]);
});

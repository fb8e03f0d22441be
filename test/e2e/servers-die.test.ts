import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/containers.ts";
import { containerOf, isOf, slowDown } from "../support/environment-kill.ts";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { unfolded, type CliResult, type RunningCli } from "../support/run-cli.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: unknown;

beforeAll(async () => {
  scene = await createScene({ name: "servers-die", scale: 1 });
  // What a server that is killed leaves of an unlogged table is nothing, by PostgreSQL's own word.
  await scene.shop.sql("TRUNCATE sales.carts;");
  before = await stateOf(scene);
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

async function during(step: string, harm: (program: RunningCli) => Promise<unknown>): Promise<CliResult> {
  const program = scene.start(scene.upgrade);
  await program.awaitRecord({ type: "step.started", step });
  await harm(program);
  return program.result;
}

/** As little memory as the engine lets it have, which is about what it has in use. */
async function starve(container: string): Promise<void> {
  for (let mebibytes = 6; ; mebibytes += 1) {
    const limit = `${String(mebibytes)}m`;
    const words = ["update", "--memory", limit, "--memory-swap", limit, container];
    const { exitCode, stderr } = await execa("docker", words, { reject: false });
    if (exitCode === 0) return;
    expect(stderr).toMatch(/busy|current usage/);
  }
}

async function expectAsBefore(result: CliResult, exit: number): Promise<void> {
  const said = unfolded(result.stderr);
  expect(result.exitCode, result.stderr).toBe(exit);
  expect(said).toContain(`${scene.shop.container} serves from the source, version 15, as before the run`);
  expect(said).not.toMatch(/\bat \S+:\d+:\d+/);
  await writer.awaitRows(10);
  expect(await stateOf(scene)).toEqual(before);
}

test("initdb that is killed half way turns the run round, and of its volume nothing is left (I7, I9)", async () => {
  const place = scene.watch.events.length;
  const result = await during("initialise", async () => {
    await docker(["kill", await slowDown(scene, "initialise", "0.01", place)]);
  });
  expect(unfolded(result.stderr)).toContain("initdb failed with exit code 137");
  await expectAsBefore(result, 4);
});

test("the source killed by the kernel before it was stopped comes back by its policy, and is left alone (I2, I7)", async () => {
  const result = await during("hidden", async () => {
    const pid = await docker(["inspect", "--format", "{{.State.Pid}}", scene.shop.container]);
    process.kill(Number(pid), "SIGKILL");
  });
  // Whether it is asked while it recovers, or found restarted when it is to be stopped.
  expect(unfolded(result.stderr)).toMatch(
    /could not be asked|was restarted or stopped since the plan was made/,
  );
  expect(unfolded(result.stderr)).not.toContain("This was not expected");
  await expectAsBefore(result, 4);
});

test("the fenced source killed in the dump turns the run round (I1, I7)", async () => {
  const place = scene.watch.events.length;
  const result = await during("dump", async () => {
    const helper = await slowDown(scene, "dump", "0.01", place);
    await docker(["kill", await containerOf(scene, "fenced-source")]);
    await docker(["update", "--cpus", "1", helper]);
  });
  await expectAsBefore(result, 4);
});

test("the fenced source paused in the dump: who presses Ctrl-C has the source back (I7, I12)", async () => {
  const result = await during("dump", async (program) => {
    await docker(["pause", await containerOf(scene, "fenced-source")]);
    await program.signal("SIGINT");
  });
  await expectAsBefore(result, 130);
});

test("the target's server out of memory in the restore, where the kernel kills what it will, turns the run round (I7, I13)", async () => {
  const place = scene.watch.events.length;
  const result = await during("restore", async () => {
    const helper = await slowDown(scene, "restore", "0.01", place);
    await starve(await containerOf(scene, "hidden-target"));
    await docker(["update", "--cpus", "1", helper]);
  });
  await scene.watch.awaitEvent("a process to be killed", isOf(scene, "hidden-target", "oom"), { place });
  await expectAsBefore(result, 4);
});

test("the target killed while the two are compared turns the run round (I13)", async () => {
  const result = await during("written", async () => {
    await docker(["kill", await containerOf(scene, "hidden-target")]);
  });
  await expectAsBefore(result, 4);
});

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  await checkWriters(scene.shop, [writer]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { killIn } from "../support/environment-kill.ts";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: unknown;

beforeAll(async () => {
  scene = await createScene({ name: "kill-rollback", scale: 1 });
  before = await stateOf(scene);
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

// In the middle of the long ones, and of the switch; the crash matrix has the others.
test.each(["initialise", "dump", "restore", "rename", "start"])(
  "killed in the step %s, a rollback leaves everything as it was before the run (I7, I9)",
  async (step) => {
    await killIn(scene, scene.upgrade, step);
    const { stdout } = await scene.succeed(["rollback", "--yes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "rolled back", serves: "source", exit: 0 });
    await writer.awaitRows(20);
    expect(await stateOf(scene)).toEqual(before);
  },
);

test("a rollback that was killed itself is gone on with by resume, to the same end (I6)", async () => {
  await killIn(scene, scene.upgrade, "witness");
  const rollback = scene.start(["rollback", "--yes"]);
  await rollback.signal("SIGKILL", { type: "step.compensating", step: "fence" });
  expect((await rollback.result).signal).toBe("SIGKILL");
  const { stderr } = await scene.run(["resume"]);
  expect(stderr).toContain("version 15, as before the run");
  await writer.awaitRows(20);
  expect(await stateOf(scene)).toEqual(before);
});

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  await checkWriters(scene.shop, [writer]);
});

test("after the switch a rollback, its resume and a retire may be killed too, and 15 serves as at the fence (I6, I7)", async () => {
  const { stdout } = await scene.succeed(scene.upgrade);
  const { run } = JSON.parse(stdout) as { readonly run: string };
  await killIn(scene, ["rollback", run, "--yes", "--discard-writes"], "target-off");
  await killIn(scene, ["resume", run], "source-back");
  await scene.succeed(["resume", run]);
  await killIn(scene, ["retire", run, "--yes"], "retire-target");
  await scene.succeed(["resume", run]);
  expect(await stateOf(scene)).toEqual(before);
});

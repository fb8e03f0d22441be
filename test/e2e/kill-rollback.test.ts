import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectContainer } from "../support/containers-inspect.ts";
import { killIn } from "../support/environment-kill.ts";
import { createScene, digestOf, inventory, type Scene } from "../support/environment.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: Awaited<ReturnType<typeof stateOf>>;

beforeAll(async () => {
  scene = await createScene({ name: "kill-rollback", scale: 1 });
  before = await stateOf();
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

/** All that can be seen of the shop from outside, but for when its container was started last. */
async function stateOf() {
  const { startedAt: _, ...container } = await inspectContainer(scene.shop.container);
  return { container, left: await inventory(scene), data: await digestOf(scene.shop) };
}

test.each(["initialise", "stop", "dump", "restore", "rename", "create", "start", "examine"])(
  "killed in the step %s, a rollback leaves everything as it was before the run (I7, I9)",
  async (step) => {
    await killIn(scene, scene.upgrade, step);
    const { stdout } = await scene.succeed(["rollback", "--yes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "rolled back", serves: "source", exit: 0 });
    await writer.awaitRows(20);
    expect(await stateOf()).toEqual(before);
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
  expect(await stateOf()).toEqual(before);
});

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  await checkWriters(scene.shop, [writer]);
});

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

// In the middle of what takes long, where a helper goes on without its dbshift; the crash matrix has all the other places.
test.each(["dump", "restore"])(
  "killed in the step %s, a rollback leaves everything as it was before the run (I7, I9)",
  async (step) => {
    await killIn(scene, scene.upgrade, step);
    const { stdout } = await scene.succeed(["rollback", "--yes", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "rolled back", serves: "source", exit: 0 });
    await writer.awaitRows(20);
    expect(await stateOf(scene)).toEqual(before);
  },
);

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  await checkWriters(scene.shop, [writer]);
});

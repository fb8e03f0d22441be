import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { docker } from "../support/containers.ts";
import { countsOf, createScene, inventory, stateOf, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { startPrivateDocker, type PrivateDocker } from "../support/private-docker.ts";
import { endOf, unfolded, type CliResult } from "../support/run-cli.ts";
import type { Writers } from "../support/writers.ts";

let engine: PrivateDocker;
let scene: Scene;
let writers: Writers;
let before: unknown;
let counts: string;

beforeAll(async () => {
  engine = await startPrivateDocker();
  for (const image of ["postgres:15", "postgres:16"]) await engine.load(imageFor(image));
  vi.stubEnv("DOCKER_HOST", engine.host);
  scene = await createScene({ name: "engine-dies", scale: 1 });
  // Its published port is in the engine's own network.
  writers = await scene.writeEverything(["socket"]);
  before = await stateOf(scene);
  counts = await countsOf(scene.shop);
  await writers.awaitActs(2);
});

afterAll(async () => {
  await scene.remove();
  vi.unstubAllEnvs();
  await engine.stop();
});

/** The engine is killed when a step has begun, dbshift ends for want of it, and the engine is started again. */
async function killEngineIn(
  step: string,
  words: readonly string[],
  meddle?: () => Promise<unknown>,
): Promise<CliResult> {
  const program = scene.start(words);
  await program.awaitRecord({ type: "step.started", step });
  await meddle?.();
  await engine.kill();
  const result = await program.result;
  await engine.startAgain();
  return result;
}

const sourceState = (): Promise<string> =>
  docker(["inspect", "--format", "{{.State.Status}}", scene.shop.container]);

test("killed in the dump and started again, no restart policy brings the source back, and a rollback does (I3, I4, I7)", async () => {
  const always = ["update", "--restart", "always", scene.shop.container];
  const result = await killEngineIn("dump", scene.upgrade, () => docker(always));
  expect(result.exitCode, endOf(result)).toBe(5);
  expect(unfolded(result.stderr)).toContain("dbshift resume");
  expect(await sourceState()).toBe("exited");
  await scene.succeed(["rollback", "--yes"]);
  await writers.awaitActs(1);
  expect(await stateOf(scene)).toEqual(before);
});

test("killed in the restore, and again when the resume makes the target, a second resume ends with 16 and everything (I2, I6)", async () => {
  const first = await killEngineIn("restore", scene.upgrade);
  expect(first.exitCode, endOf(first)).toBe(5);
  const second = await killEngineIn("create", ["resume"]);
  expect(second.exitCode, endOf(second)).toBe(5);
  await scene.succeed(["resume"]);
  await writers.awaitActs(1);
  const met = await writers.stop();
  expect((await writers.check()).ok).toBe(met.reduce((sum, { ok }) => sum + ok, 0));
  for (const { client, majors } of met) expect([client, [...new Set(majors)]]).toEqual([client, [15, 16]]);
  expect(await countsOf(scene.shop)).toBe(counts);
  const { containers, holders, volumes } = await inventory(scene);
  const { container, volume } = scene.shop;
  expect([containers, holders]).toEqual([[container, `${container}.pre16`], 1]);
  expect(volumes).toEqual([volume, expect.stringMatching(`^${volume}-pg16`)]);
});

import { open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { startPrivateDocker, type PrivateDocker } from "../support/private-docker.ts";
import { endOf, unfolded } from "../support/run-cli.ts";
import type { Writers } from "../support/writers.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
let engine: PrivateDocker;
let scene: Scene;
let writers: Writers;
let before: unknown;

beforeAll(async () => {
  engine = await startPrivateDocker({ size: "1500m" });
  for (const image of ["postgres:15", "postgres:16"]) await engine.load(imageFor(image));
  vi.stubEnv("DOCKER_HOST", engine.host);
  scene = await createScene({ name: "disk-full", scale: 1 });
  // Its published port is in the engine's own network.
  writers = await scene.writeEverything(["socket"]);
  before = await stateOf(scene);
  await writers.awaitActs(1);
});

const ballast = (): string => join(engine.disk, "ballast");
afterEach(() => rm(ballast(), { force: true }));

afterAll(async () => {
  await scene.remove();
  vi.unstubAllEnvs();
  await engine.stop();
});

/** Somebody else takes nearly all of the disk, once the run has found that there is enough. */
async function leaveLittle(): Promise<void> {
  const { bavail, bsize } = await statfs(engine.disk);
  await execa("fallocate", ["--length", String(bavail * bsize - 60 * mebibyte), ballast()]);
}

/** And then the rest, but for so much. */
async function leave(bytes: number): Promise<void> {
  const rest = await open(ballast(), "a");
  try {
    const piece = Buffer.alloc(mebibyte);
    for (let written = piece.length; written === piece.length;) {
      ({ bytesWritten: written } = await rest.write(piece));
    }
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  }
  await rest.truncate((await rest.stat()).size - bytes);
  await rest.close();
}

// All of it lies on the disk of the source, and how much is left decides what there is no room for. A first segment of
// the WAL is there from the beginning; the next takes 16 MiB at once.
test.each([
  ["the dump", "dump", 300 * kibibyte, /pg_dumpall failed/],
  [
    "the target's data",
    "restore",
    2000 * kibibyte,
    /The restore failed.*could not (extend|write to) file "base/,
  ],
  ["the target's WAL", "restore", 22 * mebibyte, /The restore failed.*could not write to file "pg_wal/],
])(
  "where the disk has no room for more of %s, the run says so and the source serves again (I1, I7)",
  async (_, step, left, what) => {
    const upgrade = scene.start(scene.upgrade);
    await upgrade.awaitRecord({ type: "step.started", step: "configuration" });
    await leaveLittle();
    await upgrade.awaitRecord({ type: "step.started", step });
    await leave(left);
    const result = await upgrade.result;
    const said = unfolded(result.stderr);
    expect(said).toMatch(what);
    expect(said).toContain("No space left on device");
    expect(result.exitCode, endOf(result)).toBe(4);
    await writers.awaitActs(1);
    expect(await stateOf(scene)).toEqual(before);
  },
);

test("through all of it nothing was lost that a client was told of (I2)", async () => {
  const met = await writers.stop();
  expect((await writers.check()).ok).toBe(met.reduce((sum, { ok }) => sum + ok, 0));
});

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { endOf, unfolded } from "../support/run-cli.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let state: string;
let writer: Writer;
let before: unknown;

beforeAll(async () => {
  scene = await createScene({ name: "no-space", scale: 1 });
  state = join(scene.stateHome, "dbshift");
  await mkdir(state, { mode: 0o700 });
  await execa("mount", ["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", state]);
  before = await stateOf(scene);
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await execa("umount", ["--lazy", state]);
  await scene.remove();
});

/** Takes all there is of the state directory's room. */
async function fill(): Promise<void> {
  await expect(writeFile(join(state, "ballast"), Buffer.alloc(4 * 1024 * 1024))).rejects.toThrow("ENOSPC");
}

test("without room for the journal a run does nothing more; with it again a rollback brings the source back (I5, I6)", async () => {
  const upgrade = scene.start(scene.upgrade);
  await upgrade.awaitRecord({ type: "step.started", step: "dump" });
  await fill();
  const result = await upgrade.result;
  expect(result.exitCode, endOf(result)).toBe(5);
  expect(unfolded(result.stderr)).toMatch(/no space left/i);
  const { stdout } = await scene.succeed(["status"]);
  expect(unfolded(stdout)).toContain("dbshift r");
  await rm(join(state, "ballast"));
  await scene.succeed(["rollback", "--yes"]);
  await writer.awaitRows(10);
  expect(await stateOf(scene)).toEqual(before);
  await writer.stop();
  await checkWriters(scene.shop, [writer]);
});

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";

let scene: Scene;
let copies: string;

beforeAll(async () => {
  scene = await createScene({ name: "report", scale: 1 });
  copies = join(scene.stateHome, "copies");
  await mkdir(copies, { mode: 0o700 });
});

afterAll(async () => {
  await scene.remove();
});

/** With the engine out of reach: the journal is all there is. */
const report = (...words: readonly string[]): Promise<CliResult> =>
  scene.succeed(["report", ...words], { env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });

/** A path stays whole. */
const widest = (text: string): number =>
  Math.max(...text.split("\n").map((line) => (line.includes(copies) ? 0 : line.length)));

test("a finished run is told from its journal alone: who serves, what it cost, what was compared, what is kept", async () => {
  await scene.succeed([...scene.upgrade, "--backup", copies]);
  const { stdout } = await report();
  const said = unfolded(stdout);
  expect(said).toContain(`${scene.shop.container} serves from the target, version 16`);
  expect(said).toMatch(/Downtime [\d.]+ s/);
  expect(said).toMatch(
    /Verify the target against the source: no difference .* Compared: \d+ databases, \d+ tables, \d+ rows /,
  );
  expect(said).toContain(`Files ${copies}/`);
  expect(stdout).toMatch(/ \d\d:\d\d:\d\d +[\d.]+ s ✔ Stop the source\n/);
  expect(stdout).toMatch(/· ended: target serves\n/);
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  const { stdout: json } = await report("--json");
  expect(againstSchema("result")(JSON.parse(json))).toBe("");
  expect(JSON.parse(json)).toMatchObject({
    ok: true,
    report: { status: { outcome: "target serves" } },
    exit: 0,
  });
  expect(stdout + json).not.toContain(scene.shop.password);
});

test("after a way back the story goes on", async () => {
  await scene.succeed(["rollback", "--discard-writes", "--yes"]);
  const { stdout } = await report();
  expect(unfolded(stdout)).toContain(`${scene.shop.container} serves from the source, version 15`);
  expect(stdout).toMatch(
    /· ended: target serves\n[^]*· return begun\n[^]*✔ Stop the target\n[^]*· ended: returned\n/,
  );
  expect(widest(stdout)).toBeLessThanOrEqual(80);
});

test("without any run there is nothing to report on, which ends with 2", async () => {
  const { exitCode, stderr } = await scene.run(["report", "--state-dir", join(scene.stateHome, "none")]);
  expect(stderr).toContain("There is no run to report on");
  expect(exitCode).toBe(2);
});

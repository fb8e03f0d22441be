import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/core/plan.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, inspectAll, inventory, type Scene } from "../support/environment.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { journalOf, runsIn } from "../support/run-cli-journal.ts";
import { unfolded } from "../support/run-cli.ts";

let scene: Scene;
let file: string;
let kept: Plan;

beforeAll(async () => {
  scene = await createScene({ name: "apply", scale: 0 });
  file = join(scene.stateHome, "plan.json");
});

afterAll(async () => {
  await scene.remove();
});

const plan = (...more: readonly string[]) =>
  scene.run([
    "plan",
    "postgres",
    "15..16",
    scene.shop.container,
    "--label",
    `${testLabel}=${scene.id}`,
    ...more,
  ]);

async function changed(name: string, change: (plan: Plan) => unknown): Promise<string> {
  const path = join(scene.stateHome, name);
  await writeFile(path, JSON.stringify(change(kept)));
  return path;
}

test("plan -o keeps the plan for its owner alone, and says what applies it", async () => {
  const { exitCode, stdout, stderr } = await plan("-o", file);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(unfolded(stdout)).toContain(`Nothing was changed. The plan is kept in ${file}.`);
  expect(stdout).toContain(`\n    dbshift apply ${file}\n`);
  const text = await readFile(file, "utf8");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(text).not.toContain(scene.shop.password);
  kept = JSON.parse(text) as Plan;
  expect(againstSchema("plan")(kept)).toBe("");
  expect(kept).toMatchObject({ format: 1, source: { container: scene.shop.container } });
});

test("a second plan does not take its place", async () => {
  const before = await readFile(file, "utf8");
  const { exitCode, stdout, stderr } = await plan("-o", file, "--json");
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, exit: 2 });
  expect(againstSchema("result")(JSON.parse(stdout))).toBe("");
  expect(stderr).toContain(`There is a file ${file} already`);
  expect(await readFile(file, "utf8")).toBe(before);
});

test("a plan that something stands in the way of is shown, and not kept", async () => {
  const path = join(scene.stateHome, "refused.json");
  const words = ["plan", "postgres", "14..16", scene.shop.container, "-o", path];
  const { exitCode, stdout } = await scene.run(words);
  expect(exitCode).toBe(3);
  expect(unfolded(stdout)).toContain(`The plan is not kept: ${path} was not written.`);
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

test("without a terminal and without --yes nothing is applied", async () => {
  const { exitCode, stderr } = await scene.run(["apply", file]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`dbshift apply ${file} --yes`);
});

describe("a file that is no plan ends with 2, without a trace of the stack", () => {
  test.each<[string, (plan: Plan) => unknown]>([
    ["of a newer format", (whole) => ({ ...whole, format: 2 })],
    ["with a part missing", ({ source: _source, ...rest }) => rest],
    ["with another playbook", (whole) => ({ ...whole, playbook: { ...whole.playbook, text: "steps: []" } })],
    ["of an engine nobody knows", (whole) => ({ ...whole, engine: "oracle" })],
  ])("%s", async (_name, change) => {
    const { exitCode, stderr } = await scene.run(["apply", await changed("damaged.json", change), "--yes"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Error: /);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  });
});

test("a plan of another database is refused field by field, and nothing is changed (I14)", async () => {
  const before = await inspectAll(scene);
  const other = await changed("other.json", (whole) => ({
    ...whole,
    source: { ...whole.source, containerId: "f".repeat(64), identity: "1", version: "15.0" },
  }));
  const { exitCode, stdout, stderr } = await scene.run(["apply", other, "--yes", "--json"]);
  expect(exitCode).toBe(3);
  const { findings } = JSON.parse(stdout) as { findings: readonly { code: string; summary: string }[] };
  expect(findings.map(({ code, summary }) => `${code} ${summary}`)).toEqual([
    "DRIFT Since the plan was made the container's id has changed",
    "DRIFT Since the plan was made the server's version has changed",
    "DRIFT Since the plan was made the identity of its data has changed",
  ]);
  expect(unfolded(stderr)).toContain(`It was 1 and is ${kept.source.identity} now.`);
  expect(await inspectAll(scene)).toEqual(before);
});

test("a plan as the result of a command keeps to the schema of results", async () => {
  const { stdout } = await plan("--json");
  expect(againstSchema("result")(JSON.parse(stdout))).toBe("");
});

test("a plan made with another Docker engine is refused", async () => {
  const other = await changed("daemon.json", (whole) => ({
    ...whole,
    daemon: { ...whole.daemon, id: "other" },
  }));
  const { exitCode, stderr } = await scene.run(["apply", other, "--yes"]);
  expect(exitCode).toBe(3);
  expect(unfolded(stderr)).toContain("the Docker engine has changed");
});

test("a container of another name is not taken for the planned one", async () => {
  await docker(["rename", scene.shop.container, `${scene.shop.container}-moved`]);
  const { exitCode, stderr } = await scene.run(["apply", file, "--yes"]);
  await docker(["rename", `${scene.shop.container}-moved`, scene.shop.container]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("NO-CONTAINER");
});

test("what may move is shown, and --dry-run changes nothing", async () => {
  await docker(["restart", scene.shop.container]);
  await scene.shop.awaitServing();
  await scene.shop.sql("CREATE DATABASE later;");
  const before = await inspectAll(scene);
  const { exitCode, stdout } = await scene.run(["apply", file, "--dry-run"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Since the plan was made this has moved, which it may:");
  expect(stdout).toMatch(/^ {4}started: \S+ \S+ → /m);
  expect(stdout).toContain("    databases.later: not there → there\n");
  expect(stdout).toContain("\nNothing was changed.\n");
  expect(await inspectAll(scene)).toEqual(before);
});

test("exactly the plan is carried out, and the new version serves", async () => {
  const { exitCode, stdout } = await scene.run(["apply", file, "--yes", "--json"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: "target serves", to: "16" });
  expect(againstSchema("result")(JSON.parse(stdout))).toBe("");
  const [run = ""] = runsIn(scene.stateHome);
  const [opened] = journalOf(scene.stateHome, run);
  const { target, steps, playbook, labels } = kept;
  expect(opened?.["plan"]).toMatchObject({ target, steps, playbook, labels });
  expect(await scene.shop.sql("SHOW server_version;")).toMatch(/^16/);
  expect((await inventory(scene)).volumes).toContain(target.volume);
});

test("applied once more it is refused: the database is another one now", async () => {
  const { exitCode, stdout, stderr } = await scene.run(["apply", file, "--yes", "--json"]);
  expect(exitCode).toBe(3);
  expect(stdout).toContain('"DRIFT"');
  expect(unfolded(stderr)).toContain("Since the plan was made its volume has changed");
});

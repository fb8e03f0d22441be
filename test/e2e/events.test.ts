import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, type Scene } from "../support/environment.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { journalOf } from "../support/run-cli-journal.ts";
import type { CliResult } from "../support/run-cli.ts";

const problems = againstSchema("events");

let scene: Scene;
let words: readonly string[];

beforeAll(async () => {
  scene = await createScene({ name: "events", scale: 0 });
  words = scene.upgrade.map((word) => (word === "--json" ? "--events" : word));
});

afterAll(async () => {
  await scene.remove();
});

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

function linesOf({ stdout }: CliResult): readonly Line[] {
  expect(stdout.endsWith("\n")).toBe(true);
  const lines = stdout
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  expect(lines.map(problems).filter((problem) => problem !== "")).toEqual([]);
  return lines;
}

function expectWhole(lines: readonly Line[], result: object): string {
  expect(lines.filter(({ v, at }) => v !== 1 || Number.isNaN(Date.parse(String(at))))).toEqual([]);
  expect(lines.at(0)).toMatchObject({ type: "begin", from: "15", to: "16", container: scene.shop.container });
  expect(lines.at(-1)).toMatchObject({ type: "end", result });
  const run = String(lines[0]?.["run"]);
  expect(lines.slice(0, -1).filter((line) => line["run"] !== run)).toEqual([]);
  const recorded = journalOf(scene.stateHome, run).map(({ seq, type }) => [seq, type]);
  const told = lines.flatMap(({ seq, type }) => (seq === undefined ? [] : [[seq, type]]));
  const from = recorded.findIndex(([seq]) => seq === told[0]?.[0]);
  expect(told).toEqual(recorded.slice(from));
  return run;
}

test("an interruption is told: the signal, the turn, each step undone, and at the end how it went", async () => {
  const program = scene.start(words);
  await program.signal("SIGINT", { type: "step.started", step: "hidden" });
  const result = await program.result;
  const lines = linesOf(result);
  expect(result.exitCode).toBe(130);
  expectWhole(lines, { ok: false, outcome: "rolled back", serves: "source", exit: 130 });
  const types = lines.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(["interrupt", "run.turned", "step.compensated", "run.closed"]),
  );
});

test("a run is told step by step, with what people read on stderr beside it, and no secret in it (I11)", async () => {
  const result = await scene.run(words);
  expect(result.exitCode).toBe(0);
  const lines = linesOf(result);
  const run = expectWhole(lines, { ok: true, outcome: "target serves", exit: 0 });
  const steps = lines[0]?.["steps"] as readonly { readonly id: string }[];
  const ends = ["check.passed", "step.succeeded", "step.adopted"];
  const ended = lines.filter(({ type }) => ends.includes(type));
  expect(ended.map((line) => line["step"]).sort()).toEqual(steps.map(({ id }) => id).sort());
  expect(lines.filter(({ type }) => type === "note")).not.toEqual([]);
  expect(result.stderr).toContain(`Done: ${scene.shop.container} is on version 16 (run ${run})`);
  for (const { password } of [scene.shop, ...Object.values(scene.shop.roles)]) {
    expect(result.stdout).not.toContain(JSON.stringify(password).slice(1, -1));
  }
});

test("a rollback after the switch is told the same way", async () => {
  const result = await scene.run(["rollback", "--yes", "--discard-writes", "--events"]);
  expect(result.exitCode).toBe(0);
  expectWhole(linesOf(result), { ok: true, outcome: "returned", serves: "source" });
});

test("a command that drives nothing ends with its one line", async () => {
  const refused = await scene.run(["postgres", "15..16", scene.shop.container, "--events"]);
  expect(refused.exitCode).toBe(2);
  expect(linesOf(refused)).toMatchObject([{ v: 1, type: "end", result: { ok: false, exit: 2 } }]);
  const other = await scene.run(["postgres", "14..16", scene.shop.container, "--events", "--yes"]);
  expect(other.exitCode).toBe(3);
  expect(linesOf(other)).toMatchObject([{ type: "end", result: { ok: false, outcome: "refused", exit: 3 } }]);
});

test("--events and --json together are refused: both want stdout", async () => {
  const { exitCode, stderr } = await scene.run([...words, "--json"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("'--events' cannot be used with option '--json'");
});

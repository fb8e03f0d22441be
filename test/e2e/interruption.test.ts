import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, inventory, stateOf, type Scene } from "../support/environment.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";
import { journalOf } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: unknown;

beforeAll(async () => {
  scene = await createScene({ name: "interruption", scale: 1 });
  before = await stateOf(scene);
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

/** Sends the first signal in the dump, and a second one as soon as the run has turned round. */
async function interruptTheDump(...signals: readonly NodeJS.Signals[]): Promise<CliResult> {
  const program = scene.start(scene.upgrade);
  const moments = [{ type: "step.started", step: "dump" }, { type: "run.turned" }];
  for (const [index, signal] of signals.entries()) await program.signal(signal, moments[index]);
  return program.result;
}

const runOf = ({ stdout }: CliResult): string => (JSON.parse(stdout) as { readonly run: string }).run;

const isFinished = (run: string): boolean => journalOf(scene.stateHome, run).at(-1)?.type === "run.closed";

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s in the dump brings the source back, says so, and ends with %i (I6, I7)",
  async (signal, exit) => {
    const result = await interruptTheDump(signal);
    expect(result.exitCode).toBe(exit);
    const said = unfolded(result.stderr);
    expect(said).toContain("undoing what was done, until the source serves as before");
    expect(said).toContain(`${scene.shop.container} serves from the source, version 15, as before the run`);
    const json = { ok: false, outcome: "rolled back", serves: "source", exit };
    expect(JSON.parse(result.stdout)).toMatchObject(json);
    expect(isFinished(runOf(result))).toBe(true);
    await writer.awaitRows(20);
    expect(await stateOf(scene)).toEqual(before);
  },
);

test("a second SIGINT stops at once, says that nothing serves, and resume brings the source back (I6)", async () => {
  const result = await interruptTheDump("SIGINT", "SIGINT");
  expect(result.exitCode).toBe(130);
  expect(unfolded(result.stderr)).toContain("Nothing serves right now");
  const run = runOf(result);
  const json = {
    ok: false,
    outcome: "stopped",
    serves: "nobody",
    next: [`dbshift resume ${run}`],
    exit: 130,
  };
  expect(JSON.parse(result.stdout)).toMatchObject(json);
  expect(isFinished(run)).toBe(false);
  const { stderr } = await scene.run(["resume", run]);
  expect(unfolded(stderr)).toContain("serves from the source, version 15, as before the run");
  await writer.awaitRows(20);
  expect(await stateOf(scene)).toEqual(before);
});

test("SIGINT after the switch lets 16 serve, stops, and resume ends the run (I6)", async () => {
  const program = scene.start(scene.upgrade);
  await program.signal("SIGINT", { type: "step.started", step: "statistics" });
  const result = await program.result;
  expect(result.exitCode).toBe(130);
  const run = runOf(result);
  const json = {
    ok: false,
    outcome: "stopped",
    serves: "target",
    next: [`dbshift resume ${run}`],
    exit: 130,
  };
  expect(JSON.parse(result.stdout)).toMatchObject(json);
  await writer.awaitRows(20);
  await scene.succeed(["resume", run]);
  const { container, volume, network } = scene.shop;
  expect(await inventory(scene)).toEqual({
    containers: [container, `${container}.pre16`],
    holders: 1,
    volumes: [volume, `${volume}-pg16`],
    networks: [network],
  });
});

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect([...new Set(majors)]).toEqual([15, 16]);
  await checkWriters(scene.shop, [writer]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { inspectContainer } from "../support/containers-inspect.ts";
import { createScene, digestOf, inventory, type Scene } from "../support/environment.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";
import { journalOf, runsIn } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: Awaited<ReturnType<typeof stateOf>>;

beforeAll(async () => {
  scene = await createScene({ name: "interruption", scale: 1 });
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

async function interruptTheDump(...signals: readonly NodeJS.Signals[]): Promise<CliResult> {
  const program = scene.start(scene.upgrade);
  const moments = [{ type: "step.started", step: "dump" }, { type: "run.turned" }];
  for (const [index, signal] of signals.entries()) await program.signal(signal, moments[index]);
  return program.result;
}

function lastRecord(): string | undefined {
  return journalOf(scene.stateHome, runsIn(scene.stateHome).at(-1) ?? "").at(-1)?.type;
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s in the dump brings the source back, says so, and ends with %i (I6, I7)",
  async (signal, exit) => {
    const { exitCode, stdout, stderr } = await interruptTheDump(signal);
    expect(exitCode).toBe(exit);
    expect(unfolded(stderr)).toContain("undoing what was done, until the source serves as before");
    expect(unfolded(stderr)).toContain(
      `${scene.shop.container} serves from the source, version 15, as before the run`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, outcome: "rolled back", serves: "source", exit });
    expect(lastRecord()).toBe("run.closed");
    await writer.awaitRows(20);
    expect(await stateOf()).toEqual(before);
  },
);

test("a second SIGINT stops at once, says that nothing serves, and resume brings the source back (I6)", async () => {
  const { exitCode, stdout, stderr } = await interruptTheDump("SIGINT", "SIGINT");
  const run = runsIn(scene.stateHome).at(-1) ?? "";
  const next = [`dbshift resume ${run}`];
  expect(unfolded(stderr)).toContain("Nothing serves right now");
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    outcome: "stopped",
    serves: "nobody",
    next,
    exit: 130,
  });
  expect(exitCode).toBe(130);
  expect(lastRecord()).not.toBe("run.closed");
  const resumed = await scene.run(["resume", run]);
  expect(unfolded(resumed.stderr)).toContain("serves from the source, version 15, as before the run");
  await writer.awaitRows(20);
  expect(await stateOf()).toEqual(before);
});

test("through all of it no row was lost that a client was told of (I2)", async () => {
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  await checkWriters(scene.shop, [writer]);
});

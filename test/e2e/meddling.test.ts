import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { awaitServer } from "../support/await-server.ts";
import { docker, removeTest, testLabel } from "../support/containers.ts";
import { createScene, inventory, stateOf, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

let scene: Scene;
let writer: Writer;
let before: unknown;

beforeAll(async () => {
  scene = await createScene({ name: "meddling", scale: 1 });
  // The second server takes the first one's files for those of a crash, after which an unlogged table is empty.
  await scene.shop.sql("TRUNCATE sales.carts;");
  before = await stateOf(scene);
  writer = scene.write("w1", 50);
  await writer.awaitRows(20);
});

afterAll(async () => {
  await scene.remove();
});

/** An upgrade in whose dump somebody does something. */
async function whileDumping(meddle: () => Promise<unknown>): Promise<CliResult> {
  const upgrade = scene.start(scene.upgrade);
  await upgrade.awaitRecord({ type: "step.started", step: "dump" });
  await meddle();
  return upgrade.result;
}

async function expectAsBefore(): Promise<void> {
  await writer.awaitRows(10);
  expect(await stateOf(scene)).toEqual(before);
}

test("a name that is taken after the plan was made turns the run round, and whoever has it keeps it (I7, I10)", async () => {
  const name = `${scene.shop.container}.pre16`;
  const other = ["--label", `${testLabel}=${scene.id}-other`, "--tmpfs", "/var/lib/postgresql/data"];
  let theirs = "";
  onTestFinished(() => removeTest(`${scene.id}-other`));
  const result = await whileDumping(async () => {
    theirs = await docker(["create", "--name", name, ...other, imageFor("postgres:15")]);
  });
  expect(result.exitCode, result.stderr).toBe(4);
  expect(unfolded(result.stderr)).toContain("serves from the source, version 15, as before the run");
  expect(await docker(["inspect", "--format", "{{.Id}} {{.State.Status}}", name])).toBe(`${theirs} created`);
  await docker(["rm", theirs]);
  await expectAsBefore();
});

test("a port that is taken while nobody serves stops the run, and once it is free a resume brings the source back (I6)", async () => {
  // Clients that come to it are turned away.
  const taker = createServer((socket) => socket.destroy());
  const result = await whileDumping(
    () => new Promise<void>((resolve) => taker.listen(scene.shop.port, "127.0.0.1", resolve)),
  );
  expect(result.exitCode, result.stderr).toBe(5);
  const said = JSON.parse(result.stdout) as { readonly run: string };
  expect(said).toMatchObject({ outcome: "stopped", serves: "unknown", next: [`dbshift resume ${said.run}`] });
  expect(unfolded(result.stderr)).toContain(String(scene.shop.port));
  await new Promise((resolve) => taker.close(resolve));
  const { stderr } = await scene.run(["resume", said.run]);
  expect(unfolded(stderr)).toContain("serves from the source, version 15, as before the run");
  await expectAsBefore();
});

test("another server that somebody starts on the source's volume makes the attempt void, also when it is gone again (I3)", async () => {
  const { id, shop } = scene;
  const name = `${id}-second`;
  const result = await whileDumping(async () => {
    const mount = ["--volume", `${shop.volume}:/var/lib/postgresql/data`];
    await docker([
      "run",
      "--detach",
      "--name",
      name,
      "--label",
      `${testLabel}=${id}`,
      ...mount,
      imageFor("postgres:15"),
    ]);
    await awaitServer(name, { user: shop.superuser, database: "template1", host: "" });
    await docker(["rm", "--force", name]);
  });
  expect(result.exitCode, result.stderr).toBe(4);
  expect(unfolded(result.stderr)).toContain(
    "Another server was started on the source's volume behind the fence",
  );
  await expectAsBefore();
});

test("of five that begin at once one upgrades, though nobody reads what it says, its terminal goes and the source is renamed (I8)", async () => {
  const { shop } = scene;
  const words = [program, ...scene.upgrade.filter((word) => word !== "--json"), "--events"];
  const earlier = runsIn(scene.stateHome);
  const all = Array.from({ length: 5 }, () => {
    const child = execa(process.execPath, words, {
      ...{ env: { XDG_STATE_HOME: scene.stateHome }, stdin: "ignore", buffer: false, reject: false },
    });
    // The reader goes away at the first word; what is said after it meets a broken pipe.
    child.stdout.once("data", () => child.stdout.destroy());
    child.stderr.once("data", () => child.stderr.destroy());
    return child;
  });
  const start = await scene.watch.awaitEvent("the dump", ({ Type, Action, Actor: { Attributes } }) => {
    const mine = Attributes[testLabel] === scene.id && !earlier.includes(Attributes["dbshift.run"] ?? "");
    return Type === "container" && Action === "start" && mine && Attributes["dbshift.role"] === "dump";
  });
  for (const child of all) child.kill("SIGHUP");
  await expect(docker(["start", shop.container])).rejects.toThrow("network");
  await docker(["rename", shop.container, `${shop.container}-mine`]);
  const codes = (await Promise.all(all)).map(({ exitCode }) => exitCode);
  // Who looks only when the source is stopped already is refused, for want of a server to ask.
  expect(codes.toSorted().filter((code) => code !== 3 && code !== 75)).toEqual([0]);
  expect(runsIn(scene.stateHome).filter((run) => !earlier.includes(run))).toEqual([
    start.Actor.Attributes["dbshift.run"],
  ]);
  await writer.awaitRows(20);
  const { container, volume, network } = shop;
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

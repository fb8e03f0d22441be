import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";
import { runsIn } from "../support/run-cli-journal.ts";
import { checkWriters, type Writer } from "../support/writer.ts";

let scene: Scene;
let writer: Writer;
let before: unknown;
let result: CliResult;

beforeAll(async () => {
  scene = await createScene({ name: "failed-restore", scale: 1 });
  await scene.shop.sql(breaksOnRestore);
  before = await stateOf(scene);
  writer = scene.write("w1");
  await writer.awaitRows(20);
  result = await scene.run(scene.upgrade);
});

afterAll(async () => {
  await scene.remove();
});

/** A check that finds another table by the search path, which is empty in every dump: it dumps and does not restore. */
const breaksOnRestore = `
  CREATE TABLE public.allowed (colour text PRIMARY KEY);
  INSERT INTO public.allowed VALUES ('red');
  CREATE FUNCTION public.is_allowed(text) RETURNS boolean LANGUAGE plpgsql AS
    'BEGIN RETURN EXISTS (SELECT FROM allowed WHERE colour = $1); END';
  CREATE TABLE public.painted (colour text CHECK (public.is_allowed(colour)));
  INSERT INTO public.painted VALUES ('red');`;

test("a restore with one error turns the run round by itself and ends with 4 (I12)", () => {
  expect(JSON.parse(result.stdout)).toMatchObject({
    ok: false,
    outcome: "rolled back",
    serves: "source",
    exit: 4,
  });
  expect(result.exitCode).toBe(4);
});

test("it says why, which database serves, that no data is at risk, and what to type next", () => {
  const said = unfolded(result.stderr);
  expect(said).toContain("Because: The restore failed");
  expect(said).toContain('relation "allowed" does not exist');
  expect(said).toContain(`${scene.shop.container} serves from the source, version 15, as before the run.`);
  expect(said).toContain("No data is at risk");
  expect(said).toContain(`dbshift postgres 15..16 ${scene.shop.container}`);
  expect(said).not.toMatch(/\bat \S+:\d+:\d+/);
});

test("the very container serves under its name and port as before, and nothing of the run is left (I7, I9)", async () => {
  await writer.awaitRows(20);
  const { majors } = await writer.stop();
  expect(new Set(majors)).toEqual(new Set([15]));
  expect(await stateOf(scene)).toEqual(before);
});

test("no row is lost that a client was told of, before the fence and after it (I2)", async () => {
  await checkWriters(scene.shop, [writer]);
});

test("status says that the run was undone, and there is nothing to resume (I6)", async () => {
  const { stdout } = await scene.succeed(["status"]);
  expect(unfolded(stdout)).toContain("Finished: rolled back.");
  const { stderr } = await scene.succeed(["resume", ...runsIn(scene.stateHome)]);
  expect(stderr).toContain("There is nothing to resume");
});

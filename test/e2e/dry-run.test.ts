import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DockerEvent } from "../support/containers-events.ts";
import { testLabel } from "../support/containers.ts";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { unfolded } from "../support/run-cli.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await createScene({ name: "dry-run", scale: 0 });
});

afterAll(async () => {
  await scene.remove();
});

/** What happened on the daemon that was neither a look into a container nor another test's. */
function changes(events: readonly DockerEvent[]): string[] {
  const looks = /^(exec_(create|start|die)|health_status|top|archive-path)/;
  return events
    .filter(({ Action, Actor }) => JSON.stringify(Actor).includes(scene.id) && !looks.test(Action))
    .map(({ Type, Action, Actor }) => `${Type} ${Action} ${Actor.Attributes["name"] ?? Actor.ID}`);
}

test.each([
  ["plan", ["plan", "postgres", "15..16"]],
  ["--dry-run", ["postgres", "15..16", "--dry-run"]],
])("%s shows the plan, says that nothing was changed, and changes nothing (I14)", async (_name, words) => {
  const before = await inspectAll(scene);
  await scene.watch.catchUp();
  const place = scene.watch.events.length;
  const { exitCode, stdout, stderr } = await scene.run([...words, scene.shop.container]);
  await scene.watch.catchUp();
  expect(exitCode).toBe(0);
  expect(stdout).toContain("PostgreSQL 15 → 16");
  expect(stdout).toContain("\nNothing was changed.\n");
  expect(stderr).toBe("");
  expect(changes(scene.watch.events.slice(place))).toEqual([]);
  expect(await inspectAll(scene)).toEqual(before);
  expect(existsSync(join(scene.stateHome, "dbshift"))).toBe(false);
});

test("a plan as JSON is one object that names what would be made (I14)", async () => {
  const { stdout } = await scene.succeed(["plan", "postgres", "15..16", scene.shop.container, "--json"]);
  const { container, volume } = scene.shop;
  const source = { container, volume };
  const target = { volume: `${volume}-pg16`, keptSource: `${container}.pre16` };
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    outcome: "planned",
    plan: { source, target },
    exit: 0,
  });
  expect(stdout).not.toContain(scene.shop.password);
});

const deep = (...more: readonly string[]) =>
  scene.run([
    ...["plan", "postgres", "15..16", scene.shop.container, "--deep"],
    ...["--label", `${testLabel}=${scene.id}`, ...more],
  ]);

test("plan --deep tries the target image, leaves nothing behind, and touches nothing of the source (I9, I14)", async () => {
  const before = await inspectAll(scene);
  await scene.watch.catchUp();
  const place = scene.watch.events.length;
  const { exitCode, stdout } = await deep();
  await scene.watch.catchUp();
  expect(exitCode).toBe(0);
  expect(unfolded(stdout)).toContain(
    'Tried in scratch containers, which are gone again: "Try the target image". Nothing was changed.',
  );
  expect(await inspectAll(scene)).toEqual(before);
  const happened = changes(scene.watch.events.slice(place));
  expect(happened.filter((event) => event.includes(scene.shop.container))).toEqual([]);
  const scratch = happened.filter((event) => /^container (create|destroy) /.test(event));
  expect(scratch).toHaveLength(2);
  expect(scratch.filter((event) => !/ dbshift-plan-\S+-inspect$/.test(event))).toEqual([]);
});

test("it finds what looking cannot tell, and such a plan is not kept", async () => {
  await scene.shop.sql("ALTER SYSTEM SET vacuum_defer_cleanup_age = 5;");
  const file = join(scene.stateHome, "plan.json");
  const { exitCode, stdout } = await deep("--json", "-o", file);
  await scene.shop.sql("ALTER SYSTEM RESET vacuum_defer_cleanup_age;");
  expect(exitCode).toBe(3);
  const result: unknown = JSON.parse(stdout);
  expect(result).toMatchObject({ ok: false, outcome: "planned", tried: ["Try the target image"] });
  expect(stdout).toContain('"PG-SETTING-UNKNOWN"');
  expect(againstSchema("result")(result)).toBe("");
  expect(existsSync(file)).toBe(false);
});

test("an image that cannot be pulled stands in the way, and nothing is left behind", async () => {
  const before = await inspectAll(scene);
  const { exitCode, stdout } = await deep("--to-image", `127.0.0.1:1/${scene.id}:16`);
  expect(exitCode).toBe(3);
  expect(stdout).toContain("✗ IMAGE-NOT-PULLED");
  expect(stdout).toContain("Nothing could be tried.");
  expect(stdout).toContain("\nNothing was changed.\n");
  expect(await inspectAll(scene)).toEqual(before);
});

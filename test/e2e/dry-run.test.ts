import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DockerEvent } from "../support/containers-events.ts";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";

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

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crashThrough } from "../faults/crash-through.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, stateOf, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { unfolded } from "../support/run-cli.ts";

let scene: Scene;
let before: unknown;
let directory: string;
/** What an earlier run had dumped. */
let earlier: Buffer | undefined;

beforeAll(async () => {
  scene = await createScene({ name: "damaged-dump", scale: 1 });
  before = await stateOf(scene);
  directory = await mkdtemp(join(tmpdir(), "dbshift-dump-"));
});

afterAll(async () => {
  await scene.remove();
  await rm(directory, { recursive: true });
});

/** Between the run's own volume and the test's directory. */
async function copy(from: string, to: string): Promise<void> {
  const ours = ["--filter", `label=${testLabel}=${scene.id}`, "--filter", "label=dbshift.purpose=dump"];
  const work = await docker(["volume", "ls", "--quiet", ...ours]);
  const mounts = ["--volume", `${work}:/dump-volume`, "--volume", `${directory}:/here`];
  const run = [
    "run",
    "--rm",
    "--label",
    `${testLabel}=${scene.id}`,
    "--network",
    "none",
    "--entrypoint",
    "cp",
  ];
  await docker([...run, "--tmpfs", "/var/lib/postgresql/data", ...mounts, imageFor("postgres:15"), from, to]);
}

const atLastLine = (dump: Buffer): Buffer => dump.subarray(0, dump.lastIndexOf("\n", dump.length - 2) + 1);

/** One bit of a value, so that it is as good a dump as before. */
function withOtherBit(dump: Buffer): Buffer {
  const place = dump.indexOf("boss");
  expect(place).toBeGreaterThan(0);
  const other = Buffer.from(dump);
  other[place] = other[place]! ^ 1;
  return other;
}

// pg_restore and psql take each of these for a whole dump.
test.each<[what: string, damage: (dump: Buffer) => Buffer]>([
  ["cut at the end of a line", atLastLine],
  ["with one bit changed", withOtherBit],
  ["taken by another run", () => earlier ?? expect.fail("no run was before this one")],
])("a dump %s is noticed before it is restored, and everything is undone (I13)", async (_what, damage) => {
  const points = [{ step: "restore", way: "do", moment: "before intent" }] as const;
  const { deaths } = await crashThrough({ scene, points, begin: scene.upgrade, again: undefined });
  expect(deaths).toHaveLength(1);
  await copy("/dump-volume/dump/cluster.sql", "/here/dump");
  const dump = await readFile(join(directory, "dump"));
  await writeFile(join(directory, "dump"), damage(dump));
  await copy("/here/dump", "/dump-volume/dump/cluster.sql");
  const result = await scene.run(["resume", "--json"]);
  expect(unfolded(result.stderr)).toMatch(/The dump is not as long as it was written|FAILED|did NOT match/);
  expect(JSON.parse(result.stdout)).toMatchObject({ outcome: "rolled back", serves: "source" });
  expect(await stateOf(scene)).toEqual(before);
  earlier ??= dump;
});

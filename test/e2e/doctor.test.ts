import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DockerEvent } from "../support/containers-events.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { againstSchema } from "../support/json-schemas.ts";
import { unfolded } from "../support/run-cli.ts";

const dataDirectory = "/var/lib/postgresql/data";
const image = imageFor("postgres:15");

let scene: Scene;
let label: readonly string[];
let anonymous: string;

beforeAll(async () => {
  scene = await createScene({ name: "doctor", scale: 0 });
  label = ["--label", `${testLabel}=${scene.id}`];
  // What a `docker rm` leaves behind: one volume somebody named, and one nobody did.
  await docker(["volume", "create", ...label, `${scene.id}-left`]);
  await initialise("first", ["--volume", `${scene.id}-left:${dataDirectory}`]);
  await initialise("second", []);
  const mounted = "{{range .Mounts}}{{.Name}}{{end}}";
  anonymous = await docker(["inspect", "--format", mounted, `${scene.id}-second`]);
  await docker(["rm", `${scene.id}-first`, `${scene.id}-second`]);
});

afterAll(async () => {
  await docker(["volume", "rm", anonymous]);
  await scene.remove();
});

/** A cluster in a volume, whose container has ended. */
async function initialise(name: string, create: readonly string[]): Promise<void> {
  const words = ["--name", `${scene.id}-${name}`, ...label, ...create, "--entrypoint", "sh"];
  const script = `exec "$(ls -d /usr/lib/postgresql/*/bin | head -n 1)/initdb" --pgdata ${dataDirectory}`;
  await docker(["run", ...words, "--user", "postgres", image, "-c", script]);
}

/** Every file of the volume with its times, to the nanosecond. */
function timesIn(volume: string): Promise<string> {
  const words = ["run", "--rm", ...label, "--network", "none", "--tmpfs", dataDirectory];
  const find = ["--volume", `${volume}:/v:ro`, "--entrypoint", "find", image, "/v"];
  return docker([...words, ...find, "-printf", "%p %s %A@ %T@ %C@\\n"]);
}

interface Report {
  readonly containers: readonly {
    readonly container: string;
    readonly findings: readonly { readonly code: string }[];
  }[];
  readonly volumes: readonly {
    readonly volume: string;
    readonly sizeBytes: number;
    readonly lastWrite: string;
  }[];
}

async function examine(): Promise<Report> {
  const { stdout } = await scene.succeed(["doctor", "--json", ...label]);
  const report = JSON.parse(stdout) as Report;
  expect(againstSchema("result")(report)).toBe("");
  return report;
}

const isSearch = (attributes: Readonly<Record<string, string>>): boolean =>
  attributes["dbshift.role"] === "search" && attributes[testLabel] === scene.id;

test("volumes that nothing uses and that hold a cluster are found, are not changed, and nothing is left (I9, I10)", async () => {
  const before = [await timesIn(`${scene.id}-left`), await timesIn(anonymous), await inspectAll(scene)];
  const { volumes } = await examine();
  const found = volumes.filter(({ volume }) => [`${scene.id}-left`, anonymous].includes(volume));
  expect(found).toHaveLength(2);
  for (const each of found) {
    expect(each).toMatchObject({ engine: "PostgreSQL", major: "15", containers: [] });
    expect(each).toMatchObject({ anonymous: each.volume === anonymous });
    expect(each.sizeBytes).toBeGreaterThan(20_000_000);
    expect(Date.parse(each.lastWrite)).toBeLessThanOrEqual(Date.now());
  }
  expect(volumes.map(({ volume }) => volume)).not.toContain(scene.shop.volume);
  expect([await timesIn(`${scene.id}-left`), await timesIn(anonymous), await inspectAll(scene)]).toEqual(
    before,
  );
});

test("a container is named with what would be refused of it", async () => {
  const taken = `${scene.shop.volume}-pg16`;
  const stopped = `${scene.id}-stopped`;
  const codesIn = ({ containers }: Report, name: string): string[] =>
    containers.find(({ container }) => container === name)!.findings.map(({ code }) => code);
  expect(codesIn(await examine(), scene.shop.container)).not.toContain("VOLUME-TAKEN");
  await docker(["volume", "create", ...label, taken]);
  await docker(["create", "--name", stopped, ...label, "--tmpfs", dataDirectory, image]);
  const report = await examine();
  expect(codesIn(report, scene.shop.container)).toContain("VOLUME-TAKEN");
  expect(codesIn(report, stopped)).toEqual(["NOT-RUNNING"]);
  const { stdout } = await scene.succeed(["doctor", ...label]);
  expect(stdout).toMatch(new RegExp(`✗ ${scene.shop.container}\n[^✔]*✗ VOLUME-TAKEN`));
  expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  await docker(["rm", stopped]);
  await docker(["volume", "rm", taken]);
});

test("interrupted while it looks into volumes, it leaves nothing behind (I9)", async () => {
  const place = scene.watch.events.length;
  const program = scene.start(["doctor", ...label]);
  const isMade = ({ Action, Actor }: DockerEvent): boolean =>
    Action === "create" && isSearch(Actor.Attributes);
  await scene.watch.awaitEvent("a container that looks", isMade, { place });
  await program.signal("SIGINT");
  const { exitCode, stdout, stderr } = await program.result;
  expect(exitCode, stderr).toBe(130);
  expect(stdout).toBe("");
  const left = [
    "ps",
    "--all",
    "--quiet",
    "--filter",
    `label=${label[1]!}`,
    "--filter",
    "label=dbshift.role=search",
  ];
  expect(await docker(left)).toBe("");
});

test("with Docker down it still tells what it can, and ends with 69", async () => {
  const env = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
  const { exitCode, stdout } = await scene.run(["doctor"], { env });
  expect(exitCode).toBe(69);
  expect(stdout).toMatch(/✗ Docker\s+No Docker engine/);
  expect(stdout).toMatch(/✔ Node\.js/);
  const { stdout: json } = await scene.run(["doctor", "--json"], { env });
  expect(JSON.parse(json)).toMatchObject({ ok: false, containers: [], volumes: [], exit: 69 });
});

test("a state directory that others may write to is shown as what is lacking, with what to do", async () => {
  const open = await mkdtemp(join(tmpdir(), "dbshift-open-"));
  await chmod(open, 0o777);
  const { stdout } = await scene.succeed(["doctor", "--state-dir", open, ...label]);
  expect(stdout).toMatch(/✗ Journals\s+The journal is not in a private place\./);
  expect(unfolded(stdout)).toContain("Name another place with --state-dir.");
  await rm(open, { recursive: true });
});

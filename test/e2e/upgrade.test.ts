import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { randomInt } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { containersSeen, usesOf, volumesSeen } from "../support/containers-events.ts";
import { inspectContainer, onVolume, type Inspected } from "../support/containers-inspect.ts";
import { docker, testLabel } from "../support/containers.ts";
import { createScene, inventory, joinNetwork, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import type { CliResult } from "../support/run-cli.ts";
import { checkWriters, type Writer, type WriterSummary } from "../support/writer.ts";

const subnet = `10.${randomInt(128, 256)}.${randomInt(256)}`;
const dataDirectory = "/var/lib/postgresql/data";
const secrets = ["bootstrap $ecret", "p@ss/w'ord", "legacy-2009", "winter sale", "told in the environment"];

let directory: string;
let scene: Scene;
let reporting: string;
let before: Inspected;
let facts: string;
let verifiers: string[];
let result: CliResult;
let writer: Writer;
let writes: WriterSummary;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-upgrade-"));
  await writeFile(join(directory, "once.sql"), "CREATE TABLE public.made_once ();\n", { mode: 0o644 });
  scene = await createScene({ name: "upgrade", scale: 1, subnet: `${subnet}.0/24`, create: userOptions() });
  const { shop, watch } = scene;
  await shop.sql("DROP TABLE public.made_once;");
  await narrowAccess();
  await createNeighbour();
  reporting = await joinNetwork(scene, "reporting");
  await docker(["network", "connect", reporting, neighbour()]);
  before = await inspectContainer(shop.container);
  facts = await askForFacts();
  verifiers = (await shop.sql("SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL;")).split(
    "\n",
  );

  writer = scene.write("w1");
  await writer.awaitRows(50);
  result = await scene.succeed(scene.upgrade, { env: { UNRELATED: "told in the environment" } });
  await writer.awaitRows(50);
  writes = await writer.stop();
  await watch.catchUp();
});

afterAll(async () => {
  await scene.remove();
  await rm(directory, { recursive: true });
});

/** What people give a container besides what every sample shop has. */
function userOptions(): string[] {
  return [
    ...["--ip", `${subnet}.40`, "--network-alias", "orders"],
    ...["--env", "SHOP_REGION=eu", "--env", "LANG=C.UTF-8"],
    ...["--memory", "768m", "--memory-reservation", "256m", "--cpus", "1.5", "--pids-limit", "400"],
    ...["--add-host", "ldap:10.0.0.9", "--tmpfs", "/scratch:size=16m", "--init"],
    ...["--volume", `${directory}/once.sql:/docker-entrypoint-initdb.d/once.sql:ro`],
    ...["--mount", `type=bind,source=${directory},target=/exchange,readonly`],
  ];
}

/** Only the application and the accounting department may come in over the network, each to its own database. */
async function narrowAccess(): Promise<void> {
  const rules = `host shop shop_app all scram-sha-256\\nhost billing legacy_reports samenet md5\\n`;
  const script = `sed -i '/^host all all all/d' pg_hba.conf && printf '${rules}' >>pg_hba.conf`;
  await docker(["exec", "--workdir", dataDirectory, scene.shop.container, "sh", "-c", script]);
  await scene.shop.sql("SELECT pg_reload_conf();");
}

const neighbour = (): string => `${scene.id}-neighbour`;

/** Another container of the shop's network. */
async function createNeighbour(): Promise<void> {
  const label = ["--label", `${testLabel}=${scene.id}`];
  const network = ["--network", scene.shop.network, "--tmpfs", dataDirectory, "--entrypoint", "sleep"];
  await docker([
    "run",
    "--detach",
    "--name",
    neighbour(),
    ...label,
    ...network,
    imageFor("postgres:15"),
    "infinity",
  ]);
}

/** Logs in from the neighbour; the server's major version, or why it did not let it in. */
async function logIn(role: "app" | "legacy" | "seasonal", database: string, host: string): Promise<string> {
  const { user, password } = scene.shop.roles[role];
  const ask = ["psql", "-X", "-h", host, "-U", user, "-d", database, "-Atc", "SHOW server_version_num"];
  try {
    const version = await docker(["exec", "--env", "PGPASSWORD", neighbour(), ...ask], {
      env: { PGPASSWORD: password },
    });
    return version.slice(0, 2);
  } catch (error) {
    return /no pg_hba\.conf entry/.exec(String(error))?.[0] ?? String(error);
  }
}

/** What no dump of all databases carries whole, and what lives in files: the same before and after. */
function askForFacts(): Promise<string> {
  return scene.shop.sql(
    `SELECT d.datname, pg_get_userbyid(datdba), datallowconn, datistemplate, datconnlimit,
            (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a),
            array_agg(setrole::regrole || ':' || setconfig::text ORDER BY setrole::regrole::text),
            shobj_description(d.oid, 'pg_database')
       FROM pg_database d LEFT JOIN pg_db_role_setting ON setdatabase = d.oid
      GROUP BY d.oid, d.datname, datdba, datallowconn, datistemplate, datconnlimit, datacl ORDER BY 1;
     SELECT name, setting FROM pg_settings
      WHERE name IN ('work_mem', 'log_min_duration_statement', 'default_statistics_target', 'log_line_prefix',
                     'deadlock_timeout', 'checkpoint_timeout', 'shared_buffers', 'max_connections',
                     'shared_preload_libraries', 'listen_addresses', 'autovacuum', 'archive_mode') ORDER BY 1;
     SELECT current_setting('shop.greeting');
     SELECT pg_read_file('pg_hba.conf'), pg_read_file('pg_ident.conf');`,
    "postgres",
  );
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("an upgrade ends with 0, one JSON object, and 16 serving under the name of 15 (I12)", async () => {
  const said = JSON.parse(result.stdout) as Record<string, unknown>;
  const { container, volume } = scene.shop;
  expect(said).toMatchObject({
    ok: true,
    outcome: "target serves",
    serves: "target",
    from: "15",
    to: "16",
    container,
    kept: { container: `${container}.pre16`, volume },
    exit: 0,
  });
  expect(said["downtimeSeconds"]).toEqual(expect.any(Number));
  expect(await scene.shop.sql("SHOW server_version_num;")).toMatch(/^16/);
});

test("every row a client was told is committed is in 16 exactly once, whenever it was told (I2)", async () => {
  const counts = await checkWriters(scene.shop, [writer]);
  expect(counts.ok).toBe(writes.ok);
  expect(writes.majors).toEqual([15, 16]);
});

test("a client comes back to the same port with the same password, and never to 15 again (I4)", () => {
  const turn = writes.gaps.filter((gap) => gap.before !== gap.after);
  expect(turn).toMatchObject([{ before: 15, after: 16 }]);
});

test("the new container is what its user asked for, on another image and volume", async () => {
  const after = await inspectContainer(scene.shop.container);
  const { labels, ...wishes } = after.wishes;
  const { labels: wanted, ...asked } = onVolume(
    before.wishes,
    scene.shop.volume,
    `${scene.shop.volume}-pg16`,
  );
  expect(wishes).toEqual(asked);
  expect(labels).toMatchObject(wanted);
  expect(Object.keys(labels).filter((name) => !(name in wanted) && !name.startsWith("dbshift."))).toEqual([]);
  expect(after).toMatchObject({
    image: imageFor("postgres:16"),
    status: "running",
    restartPolicy: "unless-stopped",
  });
  expect(after.id).not.toBe(before.id);
});

test("the data is on the volume named after the source's, and no volume without a name is left (I9)", async () => {
  const { container, volume } = scene.shop;
  expect((await inspectContainer(container)).volumes).toEqual([`${volume}-pg16`]);
  const left = (await docker(["volume", "ls", "--quiet"])).split("\n");
  const seen = [...volumesSeen(scene.watch, scene.id)].filter((name) => left.includes(name));
  expect(seen.sort()).toEqual([volume, `${volume}-pg16`]);
});

test("roles with an md5 and with a SCRAM password log in over the network's aliases as before", async () => {
  for (const host of ["db", "orders", "reporting", scene.shop.container, `${subnet}.40`]) {
    expect([host, await logIn("legacy", "billing", host)]).toEqual([host, "16"]);
    expect([host, await logIn("app", "shop", host)]).toEqual([host, "16"]);
  }
});

test("whom a narrowed pg_hba.conf turned away, the target turns away", async () => {
  const refused = "no pg_hba.conf entry";
  expect(await logIn("seasonal", "shop", "db")).toBe(refused);
  expect(await logIn("legacy", "shop", "db")).toBe(refused);
  expect(await logIn("app", "postgres", "db")).toBe(refused);
});

test("database properties, settings from every place and both access files are as they were", async () => {
  expect((await askForFacts()).split("\n")).toEqual(facts.split("\n"));
});

test("users' initialisation scripts do not run in the target", async () => {
  expect(await scene.shop.sql("SELECT to_regclass('public.made_once') IS NULL;")).toBe("t");
});

test("the source is kept: stopped, renamed, without a restart policy, and nobody can start it (I1)", async () => {
  const kept = await inspectContainer(`${scene.shop.container}.pre16`);
  expect(kept).toMatchObject({
    id: before.id,
    status: "exited",
    restartPolicy: "no",
    volumes: [scene.shop.volume],
  });
  await expect(docker(["start", kept.id])).rejects.toThrow();
  expect((await inspectContainer(kept.id)).status).not.toBe("running");
});

test("of what the run made, nothing but the target and what holds the source volume is left (I9)", async () => {
  const { container, volume, network } = scene.shop;
  expect(await inventory(scene)).toEqual({
    containers: [container, `${container}.pre16`, neighbour()].sort(),
    holders: 1,
    volumes: [volume, `${volume}-pg16`],
    networks: [network, reporting].sort(),
  });
});

test("no server but the source's own image ever had the source volume, and never two at once (I3)", () => {
  const ours = containersSeen(scene.watch, scene.id);
  const open = new Set<string>();
  for (const { opened, container } of usesOf(scene.watch, scene.shop.volume)) {
    if (!opened) {
      open.delete(container);
      continue;
    }
    expect([...open]).toEqual([]);
    open.add(container);
    expect([before.image, before.imageId]).toContain(ours.get(container)?.Actor.Attributes["image"]);
  }
  expect([...open]).toEqual([]);
});

describe("secrets (I11)", () => {
  test("what is kept of the run is for its user alone", async () => {
    const state = join(scene.stateHome, "dbshift");
    for (const path of [
      state,
      ...(await readdir(state, { recursive: true })).map((name) => join(state, name)),
    ]) {
      const found = await stat(path);
      expect([path, (found.mode & 0o777).toString(8)]).toEqual([path, found.isDirectory() ? "700" : "600"]);
    }
  });

  test("neither the journal nor anything that was said holds a password or what proves one", async () => {
    const files = await filesBelow(join(scene.stateHome, "dbshift"));
    const kept = await Promise.all(files.map((file) => readFile(file, "utf8")));
    const all = [...kept, result.stdout, result.stderr].join("\n");
    expect([...secrets, ...verifiers].filter((secret) => all.includes(secret))).toEqual([]);
    expect(verifiers.length).toBeGreaterThan(3);
  });
});

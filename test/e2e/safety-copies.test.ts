import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker, freePort, testLabel } from "../support/containers.ts";
import { createScene, inventory, type Scene } from "../support/environment.ts";
import type { CliResult } from "../support/run-cli.ts";
import { runsIn } from "../support/run-cli-journal.ts";

let scene: Scene;
let directory: string;
/** How many orders the source has. */
let orders: string;

beforeAll(async () => {
  scene = await createScene({ name: "copies", scale: 1 });
  orders = await scene.shop.sql("SELECT count(*) FROM sales.orders;");
  directory = await mkdtemp(join(tmpdir(), "dbshift-copies-"));
});

afterAll(async () => {
  await scene.remove();
  await rm(directory, { recursive: true, force: true });
});

interface Manifest {
  readonly kind: string;
  readonly file: { readonly sha256: string; readonly bytes: number };
  readonly content: { readonly sha256: string; readonly bytes: number };
}

/** A kept file as its manifest describes it, which is compared with what is there. */
async function kept(name: string): Promise<{ manifest: Manifest; content: Buffer }> {
  const path = join(directory, name);
  const bytes = await readFile(path);
  const manifest = JSON.parse(await readFile(`${path}.json`, "utf8")) as Manifest;
  expect(manifest.file).toEqual({ sha256: sha256(bytes), bytes: bytes.length });
  const content = gunzipSync(bytes);
  expect(manifest.content).toEqual({ sha256: sha256(content), bytes: content.length });
  for (const file of [path, `${path}.json`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  return { manifest, content };
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

const nameOf = (ending: string): string =>
  `${scene.shop.container}-postgres15-${runsIn(scene.stateHome)[0] ?? ""}.${ending}`;

test("a directory that is not there, or is Docker's own, is refused before anything changes (I14)", async () => {
  for (const place of ["/nowhere/at/all", "/var/lib/docker"]) {
    const { exitCode, stderr } = await scene.run([...scene.upgrade, "--backup", place]);
    expect(stderr).toContain("COPY-PLACE");
    expect(exitCode).toBe(3);
  }
});

test("--backup keeps the dump outside of Docker, compressed, for its owner alone, with its digest", async () => {
  const { stderr } = await scene.succeed([...scene.upgrade, "--backup", directory]);
  expect(stderr).toContain(`kept ${join(directory, nameOf("sql.gz"))}`);
  const { manifest, content } = await kept(nameOf("sql.gz"));
  expect(manifest.kind).toBe("dump");
  expect(content.toString("utf8")).toContain('CREATE TABLE "sales"."ledger"');
});

test("retire --archive keeps the source volume, proves it, and only then removes it (I1, I9)", async () => {
  const { stderr } = await scene.succeed(["retire", "--yes", "--archive", directory]);
  expect(stderr).toContain("and proved it");
  const { manifest, content } = await kept(nameOf("tar.gz"));
  expect(manifest.kind).toBe("volume");
  expect(content.includes("PG_VERSION")).toBe(true);
  expect(await readdir(directory)).toHaveLength(4);
  const { containers, holders, volumes } = await inventory(scene);
  expect(holders).toBe(0);
  expect(containers).toEqual([scene.shop.container]);
  expect(volumes).toEqual([`${scene.shop.volume}-pg16`]);
});

async function listed(): Promise<{ copies: { name: string }[]; damaged: unknown[] }> {
  const { stdout } = await scene.succeed(["copies", "list", directory, "--json"]);
  return JSON.parse(stdout) as { copies: { name: string }[]; damaged: unknown[] };
}

async function restored(ending: string, ...more: readonly string[]): Promise<CliResult> {
  const words = ["restore", join(directory, nameOf(ending)), "--label", `${testLabel}=${scene.id}`];
  return scene.run([...words, "--name", `${scene.id}-back`, ...more]);
}

const asked = (sql: string): Promise<string> =>
  docker(["exec", `${scene.id}-back`, "psql", "-XAtq", "-U", "postgres", "-d", "shop", "-c", sql]);

async function remove(): Promise<void> {
  await docker(["rm", "--force", "--volumes", `${scene.id}-back`]);
  await docker(["volume", "rm", `${scene.id}-back-data`]);
}

test("both are listed with what they are", async () => {
  const { copies, damaged } = await listed();
  expect(copies.map(({ name }) => name).sort()).toEqual([nameOf("sql.gz"), nameOf("tar.gz")].sort());
  expect(damaged).toEqual([]);
});

test("restore starts a container from the archive, with the data and the settings of the source", async () => {
  const port = await freePort();
  const { exitCode, stderr } = await restored("tar.gz", "--publish", `127.0.0.1:${port}`);
  expect(stderr).toContain(`docker exec -it ${scene.id}-back psql -U postgres`);
  expect(exitCode).toBe(0);
  expect(await asked("SHOW server_version_num")).toMatch(/^15/);
  expect(await asked("SELECT count(*) FROM sales.orders")).toBe(orders);
  expect(await asked("SHOW default_statistics_target")).toBe("120");
  expect(await docker(["port", `${scene.id}-back`])).toContain(`127.0.0.1:${port}`);
  await remove();
});

test("restore starts a container from the dump, with all data and roles, on the version it was restored into", async () => {
  const { exitCode, stderr } = await restored("sql.gz");
  expect(stderr).toContain("carries data and roles, not settings");
  expect(exitCode).toBe(0);
  expect(await asked("SHOW server_version_num")).toMatch(/^16/);
  expect(await asked("SELECT count(*) FROM sales.orders")).toBe(orders);
  expect(await asked("SELECT datallowconn FROM pg_database WHERE datname = 'ledger_2019'")).toBe("f");
});

test("a name that is taken is refused, and what has it stays (I10)", async () => {
  const { exitCode, stderr } = await restored("sql.gz");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("NAME-TAKEN");
  expect(await asked("SELECT 1")).toBe("1");
  await remove();
});

test("a copy with one changed byte is not restored, and nothing is left of the try (I9, I13)", async () => {
  const path = join(directory, nameOf("tar.gz"));
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
  const before = await inventory(scene);
  const { exitCode, stderr } = await restored("tar.gz");
  expect(stderr).toContain("not what it was when it was kept");
  expect(exitCode).not.toBe(0);
  expect(await inventory(scene)).toEqual(before);
});

test("prune keeps the newest of each kind, and removes nothing that is younger than it is told", async () => {
  const old = nameOf("sql.gz").replace(".sql.gz", "-older.sql.gz");
  const manifest = JSON.parse(await readFile(join(directory, `${nameOf("sql.gz")}.json`), "utf8")) as object;
  await copyFile(join(directory, nameOf("sql.gz")), join(directory, old));
  const older = { ...manifest, createdAt: new Date(Date.now() - 40 * 24 * 3600_000).toISOString() };
  await writeFile(join(directory, `${old}.json`), JSON.stringify(older));
  const prune = ["copies", "prune", directory, "--keep", "1", "--yes", "--json"];
  expect(JSON.parse((await scene.succeed([...prune, "--days", "60"])).stdout)).toMatchObject({ removed: [] });
  expect(JSON.parse((await scene.succeed([...prune, "--days", "30"])).stdout)).toMatchObject({
    removed: [old],
  });
  expect((await listed()).copies.map(({ name }) => name)).toContain(nameOf("sql.gz"));
  expect(await readdir(directory)).toHaveLength(4);
});

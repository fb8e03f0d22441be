import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScene, inventory, type Scene } from "../support/environment.ts";
import { runsIn } from "../support/run-cli-journal.ts";

let scene: Scene;
let directory: string;

beforeAll(async () => {
  scene = await createScene({ name: "copies", scale: 1 });
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
  expect(content.toString("utf8")).toContain("CREATE TABLE sales.ledger");
});

test("retire --archive keeps the source volume, proves it, and only then removes it (I1, I9)", async () => {
  const { stderr } = await scene.succeed(["retire", "--yes", "--archive", directory]);
  expect(stderr).toContain("and proved it");
  const { manifest, content } = await kept(nameOf("tar.gz"));
  expect(manifest.kind).toBe("volume");
  expect(content.includes("PG_VERSION")).toBe(true);
  expect(await readdir(directory)).toHaveLength(4);
  const { containers, volumes } = await inventory(scene);
  expect(containers).toEqual([scene.shop.container]);
  expect(volumes).toEqual([`${scene.shop.volume}-pg16`]);
});

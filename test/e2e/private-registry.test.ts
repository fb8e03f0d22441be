import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/containers.ts";
import { createScene, inspectAll, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import { privateRegistry, type PrivateRegistry } from "../support/private-registry.ts";
import { unfolded, type CliResult } from "../support/run-cli.ts";

let registry: PrivateRegistry;
let scene: Scene;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-images-"));
  registry = await privateRegistry();
  scene = await createScene({ name: "registry", scale: 0 });
});

afterAll(async () => {
  await scene.remove();
  await registry.close();
  await rm(directory, { recursive: true });
});

const upgrade = (image: string, configuration: string): Promise<CliResult> =>
  scene.run([...scene.upgrade, "--to-image", image], { env: { DOCKER_CONFIG: configuration } });

/** The run was refused for this reason, its source was not touched, and the password is nowhere in what it said (I11). */
async function expectRefused(result: CliResult, code: string, before: unknown): Promise<string> {
  expect(result.exitCode, result.stderr).toBe(3);
  expect(result.stderr).toContain(`✗ ${code}`);
  expect(await inspectAll(scene)).toEqual(before);
  expect(result.stdout + result.stderr).not.toContain(registry.password);
  return unfolded(result.stderr);
}

/** An image of one layer that is nowhere else, so that it has to be fetched. */
async function makeImage(): Promise<string> {
  await writeFile(join(directory, "random"), randomBytes(100_000));
  const tar = await execa("tar", ["-cf", "-", "-C", directory, "random"], { encoding: "buffer" });
  const made = await execa("docker", ["import", "-"], { input: tar.stdout });
  return made.stdout;
}

test("an error inside an answer that began well is a refusal, with the registry's words (I14)", async () => {
  const reference = await registry.push(await makeImage(), "broken:16");
  const env = { DOCKER_CONFIG: registry.loggedIn };
  const manifest = JSON.parse(await docker(["manifest", "inspect", "--insecure", reference], { env })) as {
    readonly layers: readonly { readonly digest: string }[];
  };
  await registry.lose(manifest.layers[0]!.digest);
  const before = await inspectAll(scene);
  const said = await expectRefused(await upgrade(reference, registry.loggedIn), "IMAGE-NOT-PULLED", before);
  expect(said).toMatch(/blob unknown|unknown blob|not found/i);
});

test("the image of a registry with a password comes for whoever logged in with docker, and for nobody else", async () => {
  const reference = await registry.push(imageFor("postgres:16"), "team/postgres:16");
  const before = await inspectAll(scene);
  const refused = await upgrade(reference, registry.loggedOut);
  expect(await expectRefused(refused, "IMAGE-NOT-PULLED", before)).toMatch(
    /no basic auth credentials|unauthorized/,
  );
  const { exitCode, stderr } = await upgrade(reference, registry.loggedIn);
  expect(exitCode, stderr).toBe(0);
  const { source } = {
    source: await docker(["inspect", "--format", "{{.Config.Image}}", scene.shop.container]),
  };
  expect(source).toBe(reference);
  await scene.succeed(["rollback", "--discard-writes", "--yes"]);
  await docker(["rm", `${scene.shop.container}.pg16`]);
  await docker(["volume", "rm", `${scene.shop.volume}-pg16`]);
  await registry.forget(reference);
});

test("a tag that was moved to another version after the plan is seen before the source is touched (I14)", async () => {
  const reference = await registry.push(await makeImage(), "moved/postgres:16");
  const env = { DOCKER_CONFIG: registry.loggedIn };
  const plan = ["plan", "postgres", "15..16", scene.shop.container, "--to-image", reference];
  await scene.succeed(plan, { env });
  await registry.push(imageFor("postgres:15"), "moved/postgres:16");
  const before = await inspectAll(scene);
  await expectRefused(await upgrade(reference, registry.loggedIn), "PG-IMAGE-MAJOR", before);
});

test("a tag that was moved after a plan was kept is refused, with both digests, before anything is pulled (I14)", async () => {
  const env = { DOCKER_CONFIG: registry.loggedIn };
  const reference = await registry.push(await makeImage(), "kept/postgres:16");
  const file = join(directory, "plan.json");
  const plan = ["plan", "postgres", "15..16", scene.shop.container, "--to-image", reference, "-o", file];
  const label = ["--label", `dbshift.test=${scene.id}`];
  const { stdout } = await scene.succeed([...plan, ...label], { env });
  expect(unfolded(stdout)).toMatch(/not here; its registry has sha256:[0-9a-f]{12}\)/);
  const { target } = JSON.parse(await readFile(file, "utf8")) as { target: { digest: string } };
  const before = await inspectAll(scene);
  await registry.push(await makeImage(), "kept/postgres:16");
  const apply = (): Promise<CliResult> => scene.run(["apply", file, "--yes", "--json"], { env });
  const said = await expectRefused(await apply(), "DRIFT", before);
  expect(said).toContain(`Since the plan was made what ${reference} means has changed`);
  expect(said).toMatch(
    new RegExp(
      `It was ${target.digest} of its registry and is sha256:(?!${target.digest.slice(7)})[0-9a-f]{64} of`,
    ),
  );
  expect(await docker(["images", "--quiet", reference])).toBe("");
  // And where what is here under the name is another one.
  await docker(["pull", "--quiet", reference], { env });
  await expectRefused(await apply(), "DRIFT", before);
});

test("what was planned is what is pulled", async () => {
  const env = { DOCKER_CONFIG: registry.loggedIn };
  const reference = await registry.push(await makeImage(), "steady/postgres:16");
  const file = join(directory, "steady.json");
  const plan = ["plan", "postgres", "15..16", scene.shop.container, "--to-image", reference, "-o", file];
  await scene.succeed([...plan, "--label", `dbshift.test=${scene.id}`], { env });
  const before = await inspectAll(scene);
  const result = await scene.run(["apply", file, "--yes", "--json"], { env });
  // It came, and is no drift: only what is in it is no database.
  await expectRefused(result, "PG-IMAGE-ENTRYPOINT", before);
});

test("a credential helper that docker asks is asked as well", async () => {
  const bin = join(directory, "bin");
  const configuration = join(directory, "with-helper");
  await mkdir(bin);
  await mkdir(configuration);
  const answer = JSON.stringify({ Username: "builder", Secret: registry.password });
  const helper = `#!/bin/sh\nread -r asked\n[ "$1 $asked" = "get ${registry.host}" ] && echo '${answer}'\n`;
  await writeFile(join(bin, "docker-credential-safe"), helper);
  await chmod(join(bin, "docker-credential-safe"), 0o755);
  await writeFile(
    join(configuration, "config.json"),
    JSON.stringify({ credHelpers: { [registry.host]: "safe" } }),
  );
  const reference = await registry.push(imageFor("postgres:15"), "helped/postgres:16");
  const before = await inspectAll(scene);
  const env = { DOCKER_CONFIG: configuration, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
  const result = await scene.run([...scene.upgrade, "--to-image", reference], { env });
  // It came: only what is in it is not what its name says.
  await expectRefused(result, "PG-IMAGE-MAJOR", before);
});

import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { dockerRegistry, type DockerRegistry } from "../../support/docker-registry.ts";

let directory: string;
let registry: DockerRegistry;
let runtime: Runtime;
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-registry-"));
  // Random, so that no layer of another test's stands in for it.
  await writeFile(join(directory, "file"), randomBytes(3_000_000));
  const { stdout: layer } = await execa("tar", ["-cf", "-", "file"], { cwd: directory, encoding: "buffer" });
  registry = await dockerRegistry(Buffer.from(layer), "me:se:cret");
  vi.stubEnv("DOCKER_CONFIG", directory);
  ({ runtime } = await dockerRuntime());
});
afterAll(async () => {
  await execa("docker", ["rmi", `${registry.host}/fixture:1`], { reject: false });
  await registry.close();
  await rm(directory, { recursive: true });
});

const pull = (name: string, progress: (done: number, total: number) => void = () => undefined) =>
  runtime.pullImage(`${registry.host}/${name}`, progress, never);

test("an image comes from a registry that wants what docker login stored, and without it does not", async () => {
  await expect(pull("fixture:1")).rejects.toThrow(/could not be pulled/);
  const auth = Buffer.from("me:se:cret").toString("base64");
  await writeFile(join(directory, "config.json"), JSON.stringify({ auths: { [registry.host]: { auth } } }));
  const seen: [number, number][] = [];
  const id = await pull("fixture:1", (done, total) => seen.push([done, total]));
  expect((await runtime.findImage(`${registry.host}/fixture:1`))?.id).toBe(id);
  expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
  expect(seen.at(-1)![1]).toBeGreaterThan(3_000_000);
});

test("an image the registry does not have is refused with its words, without the password (I11)", async () => {
  const error = (await pull("fixture:2").catch((reason: unknown) => reason)) as { detail: string[] };
  expect(error.detail.join(" ")).toMatch(/unknown|not found/);
  expect(JSON.stringify(error)).not.toContain("cret");
});

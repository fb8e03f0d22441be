import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { StepError } from "../../../../src/core/errors.ts";
import { dockerRuntime } from "../../../../src/runtime/docker/docker-runtime.ts";
import { whatToPull } from "../../../../src/runtime/docker/pull-image.ts";
import { registryCredentials, registryOf } from "../../../../src/runtime/docker/registry-credentials.ts";
import { fakeEngine } from "../../../support/docker-fake-engine.ts";

const never = new AbortController().signal;

async function pullThrough(answer: (response: ServerResponse) => void, signal = never) {
  const engine = await fakeEngine({
    "/images/create": answer,
    "/images/": { Id: "sha256:1", RepoTags: ["postgres:16"] },
  });
  onTestFinished(() => engine.close());
  const { runtime } = await dockerRuntime({ environment: { DOCKER_HOST: engine.host } });
  const progress: [number, number][] = [];
  const id = runtime.pullImage("postgres:16", (done, total) => progress.push([done, total]), signal);
  return { id, progress, engine };
}

const events =
  (...all: readonly object[]) =>
  (response: ServerResponse) => {
    response.writeHead(200);
    // In pieces that end nowhere near a line's end.
    const text = all.map((event) => `${JSON.stringify(event)}\r\n`).join("");
    for (let at = 0; at < text.length; at += 7) response.write(text.slice(at, at + 7));
    response.end();
  };

const downloading = (id: string, current: number, total: number) => ({
  status: "Downloading",
  id,
  progressDetail: { current, total },
});

describe("a pull", () => {
  test("tells the bytes of all layers, each counted once, and returns the image's id", async () => {
    const { id, progress } = await pullThrough(
      events(
        { status: "Pulling from library/postgres", id: "16" },
        downloading("a", 10, 100),
        downloading("b", 5, 50),
        { status: "Already exists", id: "c", progressDetail: {} },
        downloading("a", 60, 100),
        { status: "Download complete", id: "a", progressDetail: {} },
        { status: "Extracting", id: "a", progressDetail: { current: 1, total: 100 } },
        { status: "Download complete", id: "b" },
      ),
    );
    expect(await id).toBe("sha256:1");
    expect(progress).toEqual([
      ...[
        [10, 100],
        [15, 150],
        [65, 150],
        [105, 150],
        [150, 150],
      ],
    ]);
  });

  test("that fails after the answer began with 200 fails with the registry's words", async () => {
    const { id } = await pullThrough(
      events(downloading("a", 1, 2), { errorDetail: { message: "manifest unknown\u001b[2J" }, error: "x" }),
    );
    const error = (await id.catch((reason: unknown) => reason)) as StepError;
    expect(error).toBeInstanceOf(StepError);
    expect(error.message).toBe("postgres:16 could not be pulled");
    expect(error.detail).toEqual(["manifest unknown\\x1b[2J"]);
  });

  test("that is refused at once fails with the engine's words", async () => {
    const { id } = await pullThrough((response) => {
      response.writeHead(404).end(JSON.stringify({ message: "pull access denied" }));
    });
    await expect(id).rejects.toMatchObject({ detail: ["pull access denied"] });
  });

  test("that is cut off in the middle is not taken for done", async () => {
    const { id } = await pullThrough((response) => {
      response.writeHead(200);
      response.write(`${JSON.stringify(downloading("a", 1, 2))}\n`, () => response.destroy());
    });
    await expect(id).rejects.toThrow();
  });

  test("ends when it is told to", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { id } = await pullThrough((response) => {
      response.writeHead(200);
      response.write(`${JSON.stringify(downloading("a", 1, 2))}\n`, () => controller.abort(reason));
    }, controller.signal);
    await expect(id).rejects.toBe(reason);
  });

  test.for([
    ["postgres", "postgres", "latest"],
    ["postgres:16", "postgres", "16"],
    ["host:5000/a/b", "host:5000/a/b", "latest"],
    ["host:5000/a/b:1-x", "host:5000/a/b", "1-x"],
    ["a/b:16@sha256:0f", "a/b", "sha256:0f"],
    ["a/b@sha256:0f", "a/b", "sha256:0f"],
  ])("of %s asks for exactly one image, never for every tag", ([reference, fromImage, tag]) => {
    expect(whatToPull(reference!)).toEqual({ fromImage, tag });
  });
});

describe("credentials", () => {
  test.for([
    ["postgres:16", "https://index.docker.io/v1/"],
    ["library/postgres", "https://index.docker.io/v1/"],
    ["docker.io/library/postgres", "https://index.docker.io/v1/"],
    ["ghcr.io/a/b:1", "ghcr.io"],
    ["localhost/a", "localhost"],
    ["host:5000/a", "host:5000"],
  ])("of %s are those of its registry", ([reference, registry]) => {
    expect(registryOf(reference!)).toBe(registry);
  });

  test("are what docker login stored, and nothing where nobody logged in", async () => {
    const directory = await mkdtemp(join(tmpdir(), "dbshift-config-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    expect(await registryCredentials("ghcr.io/a/b", directory)).toBeUndefined();
    const auth = Buffer.from("me:se:cret").toString("base64");
    await writeFile(join(directory, "config.json"), JSON.stringify({ auths: { "ghcr.io": { auth } } }));
    expect(await registryCredentials("ghcr.io/a/b", directory)).toEqual({
      username: "me",
      password: "se:cret",
      serveraddress: "ghcr.io",
    });
    expect(await registryCredentials("postgres", directory)).toBeUndefined();
  });
});

test("a reference that is more than one to a shell is quoted in the command to type (I15)", async () => {
  const engine = await fakeEngine({ "/images/create": events({ error: "no such image" }) });
  onTestFinished(() => engine.close());
  const { runtime } = await dockerRuntime({ environment: { DOCKER_HOST: engine.host } });
  await expect(runtime.pullImage("x;touch /tmp/y #", () => undefined, never)).rejects.toMatchObject({
    next: ["docker pull 'x;touch /tmp/y #'"],
  });
});

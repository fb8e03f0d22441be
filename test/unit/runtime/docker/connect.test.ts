import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { RuntimeUnreachable, UsageError } from "../../../../src/core/errors.ts";
import { dockerRuntime } from "../../../../src/runtime/docker/docker-runtime.ts";
import { endpointOf } from "../../../../src/runtime/docker/endpoint.ts";
import { translateError } from "../../../../src/runtime/docker/translate-error.ts";
import { fakeEngine } from "../../../support/docker-fake-engine.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "dbshift-home-"));
});
afterEach(() => rm(home, { recursive: true }));

async function context(
  name: string,
  host: string,
  options: { tls?: boolean; current?: boolean } = {},
): Promise<void> {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = join(home, ".docker/contexts/meta", hash);
  await mkdir(meta, { recursive: true });
  await writeFile(
    join(meta, "meta.json"),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
  );
  if (options.tls) await mkdir(join(home, ".docker/contexts/tls", hash, "docker"), { recursive: true });
  if (options.current) {
    await writeFile(join(home, ".docker/config.json"), JSON.stringify({ currentContext: name }));
  }
}

const hostWith = (environment: Record<string, string>, option?: string) =>
  endpointOf({ environment, home, ...(option !== undefined && { context: option }) }).host;

describe("the engine that is asked", () => {
  test("is the one at the usual socket where nothing else is said", () => {
    expect(hostWith({})).toBe("unix:///var/run/docker.sock");
  });

  test("is the current context's, unless DOCKER_CONTEXT, DOCKER_HOST or --context say otherwise", async () => {
    await context("current", "unix:///current.sock", { current: true });
    await context("named", "ssh://deploy@db1:2222");
    expect(hostWith({})).toBe("unix:///current.sock");
    expect(hostWith({ DOCKER_CONTEXT: "named" })).toBe("ssh://deploy@db1:2222");
    expect(hostWith({ DOCKER_CONTEXT: "named", DOCKER_HOST: "tcp://db2:2375" })).toBe("tcp://db2:2375");
    expect(hostWith({ DOCKER_HOST: "tcp://db2:2375" }, "named")).toBe("ssh://deploy@db1:2222");
    expect(hostWith({ DOCKER_CONTEXT: "default" })).toBe("unix:///var/run/docker.sock");
    expect(hostWith({}, "default")).toBe("unix:///var/run/docker.sock");
  });

  test("is found where DOCKER_CONFIG keeps the contexts, with its keys", async () => {
    await context("secure", "tcp://db1:2376", { tls: true });
    const environment = { DOCKER_CONFIG: join(home, ".docker"), DOCKER_CONTEXT: "secure" };
    expect(endpointOf({ environment, home: "/nowhere" })).toMatchObject({
      host: "tcp://db1:2376",
      certificates: expect.stringContaining("/contexts/tls/") as string,
    });
  });

  test("a password in an address is shown and kept nowhere (I11)", async () => {
    expect(hostWith({ DOCKER_HOST: "tcp://user:pa55@db1:2376" })).toBe("tcp://user:***@db1:2376");
    expect(hostWith({ DOCKER_HOST: "user:pa55@db1:2376" })).toBe("tcp://user:***@db1:2376");
    expect(hostWith({ DOCKER_HOST: "ssh://user:p/5@5@db1" })).toBe("ssh://user:***@db1");
    for (const host of ["ssh://db1:22/run/a@b.sock", "ssh://[::1]:22/a@b.sock", "unix:///run/a:b@c.sock"]) {
      expect(hostWith({ DOCKER_HOST: host })).toBe(host);
    }
    expect(hostWith({ DOCKER_HOST: "ssh://deploy@db1:22" })).toBe("ssh://deploy@db1:22");
    await context("careless", "tcp://:pa55@db1:2376");
    expect(hostWith({ DOCKER_CONTEXT: "careless" })).toBe("tcp://:***@db1:2376");
  });

  test("a context that is not there is said, with how to see the others", () => {
    expect(() => hostWith({}, "missing")).toThrow(UsageError);
    expect(() => hostWith({ DOCKER_CONTEXT: "missing" })).toThrow(/no Docker context "missing"/);
  });

  test.for(["npipe:////./pipe/docker", "ftp://x", "tcp://a b"])(
    "%s is refused with what is known",
    async (host) => {
      await expect(dockerRuntime({ environment: { DOCKER_HOST: host }, home })).rejects.toThrow(UsageError);
    },
  );
});

describe("an engine that does not answer is unreachable, and the message says why", () => {
  const attempt = (host: string) => dockerRuntime({ environment: { DOCKER_HOST: host }, home });

  test("where there is no socket", async () => {
    await expect(attempt(`unix://${home}/none.sock`)).rejects.toThrow(RuntimeUnreachable);
    await expect(attempt(`unix://${home}/none.sock`)).rejects.toThrow(/No Docker engine at unix:/);
  });

  test("where nothing listens", async () => {
    await writeFile(join(home, "file.sock"), "");
    await expect(attempt(`unix://${home}/file.sock`)).rejects.toThrow(/No Docker engine answers/);
    await expect(attempt("tcp://127.0.0.1:1")).rejects.toThrow(
      /No Docker engine answers at tcp:\/\/127.0.0.1:1/,
    );
  });

  test("where the user may not open the socket", () => {
    const refused = Object.assign(new Error("connect EACCES"), { code: "EACCES" });
    const translated = translateError(refused, "asking", "unix:///var/run/docker.sock");
    if (!(translated instanceof RuntimeUnreachable)) throw translated;
    expect(translated.exit).toBe(69);
    expect([translated.message, ...translated.detail].join(" ")).toMatch(/Not allowed .* group "docker"/);
  });

  test("where something else answers", async () => {
    const server = createServer((socket) => socket.end("220 mail ready\r\n"));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await expect(attempt(`tcp://127.0.0.1:${port}`)).rejects.toThrow(RuntimeUnreachable);
  });

  test("where it dies in the middle of an answer", async () => {
    const engine = await fakeEngine({
      "/info": (response) => {
        response.writeHead(200, { "Content-Length": "100" });
        response.write('{"ID": ', () => response.destroy());
      },
    });
    const { runtime } = await attempt(engine.host);
    await expect(runtime.daemon()).rejects.toThrow(/stopped answering/);
    await engine.close();
  });

  test("where it hangs up in the middle of a run", async () => {
    const engine = await fakeEngine({ "/info": (response) => response.destroy() });
    const { runtime } = await attempt(engine.host);
    await expect(runtime.daemon()).rejects.toThrow(/stopped answering/);
    await engine.close();
    await expect(runtime.findContainer("x")).rejects.toThrow(RuntimeUnreachable);
  });
});

describe("the API version", () => {
  test.for([
    ["of an older engine is spoken", { ApiVersion: "1.41", MinAPIVersion: "1.12" }, "/v1.41/info"],
    [
      "of a newer engine is not spoken beyond what is known",
      { ApiVersion: "1.52", MinAPIVersion: "1.44" },
      "/v1.47/info",
    ],
  ] as const)("%s", async ([, version, path]) => {
    const engine = await fakeEngine({ "/info": { ID: "x", Name: "n", ServerVersion: "v" } }, version);
    onTestFinished(() => engine.close());
    const { runtime } = await dockerRuntime({ environment: { DOCKER_HOST: engine.host }, home });
    expect(await runtime.daemon()).toEqual({ id: "x", name: "n", version: "v", host: engine.host, cpus: 1 });
    expect(engine.requests.at(-1)).toContain(path);
  });

  test.for([
    { ApiVersion: "1.40" },
    { ApiVersion: "1.60", MinAPIVersion: "1.50" },
    {},
    { ApiVersion: "2.0" },
  ])("%j is refused", async (version) => {
    const engine = await fakeEngine({}, version);
    onTestFinished(() => engine.close());
    const attempt = dockerRuntime({ environment: { DOCKER_HOST: engine.host }, home });
    await expect(attempt).rejects.toThrow(/no API version that dbshift knows/);
  });
});

test("what goes into a body does not go into the address, where logs would keep it (I11)", async () => {
  const engine = await fakeEngine({
    "/images/": { Id: "sha256:1", Config: {} },
    "/containers/create": { Id: "c1" },
    "/containers/c1": {
      Id: "c1",
      Name: "/h",
      Created: "2026-01-02T03:04:05Z",
      Image: "sha256:1",
      Mounts: [],
      Config: {},
      HostConfig: {},
      NetworkSettings: {},
      State: { Status: "created", ExitCode: 0, StartedAt: "" },
    },
  });
  onTestFinished(() => engine.close());
  const { runtime } = await dockerRuntime({ environment: { DOCKER_HOST: engine.host }, home });
  const environment = { PASSWORD: "hunter2" };
  await runtime.createHelper({ name: "h", image: "i", labels: {}, argv: ["x"], mounts: [], environment });
  expect(engine.requests.join("\n")).not.toContain("hunter2");
  expect(engine.requests.some((line) => line.includes("/containers/create?name=h"))).toBe(true);
});

test("an engine reached over tcp is another host's: its service units cannot be looked at", async () => {
  const engine = await fakeEngine({ "/info": { ID: "x" } }, undefined, "tcp");
  onTestFinished(() => engine.close());
  const { runtime } = await dockerRuntime({ environment: { DOCKER_HOST: engine.host }, home });
  expect(await runtime.daemon()).toMatchObject({ id: "x", host: engine.host });
  expect(await runtime.serviceUnitsNaming("db")).toBeUndefined();
});

test("the chosen context is asked even while DOCKER_HOST names another engine", async () => {
  const engine = await fakeEngine({ "/info": { ID: "chosen" } });
  onTestFinished(() => engine.close());
  await context("chosen", engine.host);
  vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { runtime } = await dockerRuntime({ context: "chosen", home });
  expect((await runtime.daemon()).id).toBe("chosen");
});

test("keys that are not there are not missed: an engine may ask nobody for one", async () => {
  const engine = await fakeEngine({ "/info": { ID: "x" } });
  onTestFinished(() => engine.close());
  const environment = { DOCKER_HOST: engine.host, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: home };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { runtime } = await dockerRuntime({ environment, home });
  expect((await runtime.daemon()).id).toBe("x");
  const overTls = dockerRuntime({ environment: { ...environment, DOCKER_HOST: "tcp://127.0.0.1:1" }, home });
  await expect(overTls).rejects.toThrow(RuntimeUnreachable);
});

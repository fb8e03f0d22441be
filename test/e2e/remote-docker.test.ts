import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { crashThrough } from "../faults/crash-through.ts";
import { inspectContainer, type Inspected } from "../support/containers-inspect.ts";
import { docker, testLabel } from "../support/containers.ts";
import { killIn } from "../support/environment-kill.ts";
import { countsOf, createScene, inventory, type Scene } from "../support/environment.ts";
import { imageFor } from "../support/images.ts";
import type { SshDoor } from "../support/private-docker-ssh.ts";
import { startPrivateDocker, type PrivateDocker } from "../support/private-docker.ts";
import { unfolded } from "../support/run-cli.ts";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

let engine: PrivateDocker;
let ssh: SshDoor;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-remote-"));
  engine = await startPrivateDocker();
  ssh = await engine.openSsh();
  for (const image of ["postgres:15", "postgres:16"]) await engine.load(imageFor(image));
  // What a test sets up, it sets up there, and not on this machine's engine.
  vi.stubEnv("DOCKER_HOST", engine.host);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.stop();
  await rm(directory, { recursive: true, force: true });
});

const path = (...first: readonly string[]): string => [...first, process.env["PATH"] ?? ""].join(":");
const overSsh = () => ({ env: { DOCKER_HOST: ssh.host, PATH: path(ssh.bin) } });

/** Runs the command line where the engine's own loopback interface is. */
const inNetwork = (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const [command = "", ...words] = [...engine.inNetwork, process.execPath, program, ...args];
  return execa(command, words, {
    env: { XDG_STATE_HOME: directory, ...env },
    reject: false,
    stdin: "ignore",
  });
};

const idOf = (json: string): unknown =>
  (JSON.parse(json) as { plan: { daemon: { id: string } } }).plan.daemon.id;
const engineId = (): Promise<string> => docker(["info", "--format", "{{.ID}}"]);

/** A context as a person makes it, in a configuration of its own. */
async function makeContext(name: string, ...endpoint: readonly string[]): Promise<Record<string, string>> {
  // The client makes contexts for an engine it would not ask, and DOCKER_HOST would outrank.
  const env = { DOCKER_CONFIG: directory };
  await docker(["context", "create", name, "--docker", endpoint.join(",")], { env });
  return { ...env, DOCKER_HOST: "" };
}

async function connectionsLeft(): Promise<string> {
  const { stdout } = await execa("pgrep", ["--full", "--list-full", "^ssh .*dial-stdio"], { reject: false });
  return stdout;
}

describe("over ssh", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene({ name: "ssh", scale: 1 });
  });
  afterAll(() => scene.remove());

  test("a context leads to the engine, as --context and as DOCKER_CONTEXT", async () => {
    const env = { ...(await makeContext("by-ssh", `host=${ssh.host}`)), PATH: path(ssh.bin) };
    const plan = ["plan", "postgres", "15..16", scene.shop.container, "--json"];
    const byOption = await scene.succeed([...plan, "--context", "by-ssh"], { env });
    expect(idOf(byOption.stdout)).toBe(await engineId());
    const byVariable = await scene.succeed(plan, { env: { ...env, DOCKER_CONTEXT: "by-ssh" } });
    expect(idOf(byVariable.stdout)).toBe(await engineId());
  });

  test("a host that is not known is not talked to, and ssh's own reason is told", async () => {
    const bin = await mkdtemp(join(directory, "bin-"));
    const stranger = `#!/bin/sh\nexec '${ssh.bin}/ssh' -o UserKnownHostsFile=/dev/null "$@"\n`;
    await writeFile(join(bin, "ssh"), stranger, { mode: 0o755 });
    const env = { DOCKER_HOST: ssh.host, PATH: path(bin) };
    const { exitCode, stderr } = await scene.run(["plan", "postgres", "15..16", "x"], { env });
    expect(exitCode).toBe(69);
    expect(unfolded(stderr)).toContain(`No Docker engine was reached at ${ssh.host}`);
    expect(stderr).toContain("Host key verification failed");
  });

  test("a database on another host is upgraded, and brought back, with nothing left over (I2, I9)", async () => {
    const { shop } = scene;
    const before = await countsOf(shop);
    const { stdout } = await scene.succeed(scene.upgrade, overSsh());
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, exit: 0 });
    expect(await shop.sql("SHOW server_version_num;")).toMatch(/^16/);
    expect(await countsOf(shop)).toBe(before);
    await scene.succeed(["rollback", "--discard-writes", "--yes"], overSsh());
    expect(await shop.sql("SHOW server_version_num;")).toMatch(/^15/);
    expect(await countsOf(shop)).toBe(before);
    const { containers } = await inventory(scene);
    expect(containers).toEqual([shop.container, `${shop.container}.pg16`]);
    expect(await connectionsLeft()).toBe("");
  });

  test("a Ctrl-C at the terminal, which ssh gets as well, undoes everything over the same ssh (I7)", async () => {
    const { shop } = scene;
    await docker(["rm", `${shop.container}.pg16`]);
    await docker(["volume", "rm", `${shop.volume}-pg16`]);
    const before = await countsOf(shop);
    const run = scene.start(scene.upgrade, { ...overSsh(), ownGroup: true });
    await run.awaitRecord({ type: "step.started", step: "dump" });
    process.kill(-run.pid!, "SIGINT");
    const { exitCode, stderr } = await run.result;
    expect(exitCode, stderr).toBe(130);
    expect(await countsOf(shop)).toBe(before);
    expect((await inventory(scene)).containers).toEqual([shop.container]);
  });
});

describe("over tcp with TLS", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene({ name: "tls", scale: 1 });
  });
  afterAll(() => scene.remove());

  const tls = () => ({
    DOCKER_HOST: engine.tlsHost,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: engine.certificates,
  });

  test("a database is upgraded (I2)", async () => {
    const before = await countsOf(scene.shop);
    const { exitCode, stderr } = await inNetwork(scene.upgrade, tls());
    expect(exitCode, stderr).toBe(0);
    expect(await scene.shop.sql("SHOW server_version_num;")).toMatch(/^16/);
    expect(await countsOf(scene.shop)).toBe(before);
  });

  test("a context brings its keys along", async () => {
    const key = (name: string) => `${name}=${engine.certificates}/${name}.pem`;
    const env = await makeContext("by-tls", `host=${engine.tlsHost}`, key("ca"), key("cert"), key("key"));
    const { exitCode, stderr } = await inNetwork(
      ["plan", "postgres", "15..16", "x", "--context", "by-tls"],
      env,
    );
    // It was asked, and has no such container.
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain("NO-CONTAINER");
  });

  test("an engine whose certificate nobody vouches for is not talked to, and neither is one that wants a key", async () => {
    const others = await mkdtemp(join(directory, "keys-"));
    await cp(engine.certificates, others, { recursive: true });
    await cp(join(engine.certificates, "cert.pem"), join(others, "ca.pem"));
    const ask = (keys: string) =>
      inNetwork(["plan", "postgres", "15..16", "x"], { ...tls(), DOCKER_CERT_PATH: keys });
    const stranger = await ask(others);
    expect(stranger.exitCode, stranger.stderr).toBe(69);
    expect(stranger.stderr).toMatch(/certificate|issuer/);
    const keyless = await mkdtemp(join(directory, "keyless-"));
    await cp(join(engine.certificates, "ca.pem"), join(keyless, "ca.pem"));
    const nameless = await ask(keyless);
    expect(nameless.exitCode, nameless.stderr).toBe(69);
    expect(nameless.stderr).toMatch(/certificate required|alert/);
  });
});

describe("on a host that somebody cleans up", () => {
  let scene: Scene;
  let counts: string;
  let before: Inspected;
  let atFirst: readonly string[];
  beforeAll(async () => {
    scene = await createScene({ name: "cleaned", scale: 1 });
    counts = await countsOf(scene.shop);
    // Its application, without which its network would be one that nobody uses.
    const application = ["--label", `${testLabel}=${scene.id}`, "--network", scene.shop.network];
    const idle = ["--entrypoint", "sleep", imageFor("postgres:15"), "infinity"];
    await docker(["run", "--detach", "--name", `${scene.shop.container}-client`, ...application, ...idle]);
    atFirst = (await inventory(scene)).containers;
    before = await inspectContainer(scene.shop.container);
  });
  afterAll(() => scene.remove());

  /** By name: it is the private engine that is cleaned, and never the machine's. */
  async function cleanUp(): Promise<void> {
    const env = { DOCKER_HOST: engine.host };
    const unused = await docker(["volume", "create"], { env });
    await docker(["system", "prune", "--force", "--volumes"], { env });
    expect(await docker(["volume", "ls", "--quiet"], { env })).not.toContain(unused);
  }

  async function expectSource(): Promise<void> {
    const { shop } = scene;
    const { wishes, restartPolicy, imageId, image, volumes } = await inspectContainer(shop.container);
    expect({ wishes, restartPolicy, imageId, image, volumes }).toEqual({
      wishes: before.wishes,
      restartPolicy: before.restartPolicy,
      imageId: before.imageId,
      image: before.image,
      volumes: before.volumes,
    });
    expect(await countsOf(shop)).toBe(counts);
  }

  test("while dbshift is dead in the dump, a rollback makes the source again as it was (I1, I7)", async () => {
    await killIn(scene, scene.upgrade, "dump");
    await cleanUp();
    await scene.succeed(["rollback", "--yes"]);
    await expectSource();
    expect((await inventory(scene)).containers).toEqual(atFirst);
  });

  test("between the last look and the start of the target, with nothing running, nothing is lost (I1, I6)", async () => {
    const points = [{ step: "start", way: "do", moment: "before intent" }] as const;
    const { deaths } = await crashThrough({ scene, points, begin: scene.upgrade, again: undefined });
    expect(deaths).toHaveLength(1);
    await cleanUp();
    const { stdout, stderr } = await scene.run(["resume", "--json"]);
    expect((JSON.parse(stdout) as { serves: string }).serves, stderr).toMatch(/source|target/);
    expect(await countsOf(scene.shop)).toBe(counts);
  });

  test("after the switch, the way back is as open as before (I1, I7)", async () => {
    if ((await scene.shop.sql("SHOW server_version_num;")).startsWith("15")) {
      await scene.succeed(scene.upgrade);
    }
    await cleanUp();
    await scene.succeed(["rollback", "--discard-writes", "--yes"]);
    await expectSource();
    await scene.succeed(["retire", "--yes"]);
    expect((await inventory(scene)).containers).toEqual(atFirst);
    expect((await inventory(scene)).volumes).toEqual([scene.shop.volume]);
  });
});

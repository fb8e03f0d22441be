import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { RuntimeUnreachable, UsageError } from "../../../../src/core/errors.ts";
import type { Runtime } from "../../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../../src/runtime/docker/docker-runtime.ts";
import { sshCommand } from "../../../../src/runtime/docker/ssh-command.ts";
import { fakeEngine, type FakeEngine } from "../../../support/docker-fake-engine.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "dbshift-ssh-"));
  vi.stubEnv("PATH", `${directory}:${process.env["PATH"] ?? ""}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

/** A program `ssh` that notes each call, with its session, and then does what is given. */
async function fakeSsh(rest: string): Promise<void> {
  const note = `echo "$$ $(ps -o sid= -p $$ | tr -d ' ') $*" >> '${directory}/calls'`;
  await writeFile(join(directory, "ssh"), `#!/bin/sh\n${note}\n${rest}\n`);
  await chmod(join(directory, "ssh"), 0o755);
}

/** One that leads to an engine. */
async function sshTo(engine: FakeEngine): Promise<void> {
  const relay = `
    const socket = require("node:net").connect(process.argv[1]);
    process.stdin.pipe(socket).pipe(process.stdout);
    socket.on("close", () => process.exit(0));`;
  await fakeSsh(`exec '${process.execPath}' -e '${relay}' '${engine.host.slice("unix://".length)}'`);
}

const calls = async (): Promise<string[]> =>
  (await readFile(join(directory, "calls"), "utf8")).trim().split("\n");

const over = async (host: string): Promise<Runtime> =>
  (await dockerRuntime({ environment: { DOCKER_HOST: host }, home: directory })).runtime;

describe("an engine at ssh://", () => {
  test("is reached by the user's own ssh, as docker itself does it", async () => {
    const engine = await fakeEngine({ "/info": { ID: "far away" } });
    onTestFinished(() => engine.close());
    await sshTo(engine);
    const runtime = await over("ssh://deploy@db1:2222/run/user/7/docker.sock");
    expect((await runtime.daemon()).id).toBe("far away");
    expect(await runtime.serviceUnitsNaming("db")).toBeUndefined();
    const [call = ""] = await calls();
    expect(call).toContain(
      "-T -o ConnectTimeout=20 -l deploy -p 2222 -- db1 docker --host unix:///run/user/7/docker.sock system dial-stdio",
    );
  });

  test("is asked the next question on the same connection, for a login takes long", async () => {
    const engine = await fakeEngine({
      "/info": { ID: "x" },
      "/containers/db/json": { Id: "db", Name: "/other" },
    });
    onTestFinished(() => engine.close());
    await sshTo(engine);
    const runtime = await over("ssh://db1");
    for (let time = 0; time < 3; time += 1) await runtime.daemon();
    expect(engine.requests).toHaveLength(4);
    expect(await calls()).toHaveLength(1);
  });

  test("has its connections in sessions of their own, where no Ctrl-C of the terminal reaches them", async () => {
    const engine = await fakeEngine({ "/info": { ID: "x" } });
    onTestFinished(() => engine.close());
    await sshTo(engine);
    await (await over("ssh://db1")).daemon();
    const [call = ""] = await calls();
    const [pid, session] = call.split(" ");
    expect(session).toBe(pid);
  });

  test("that cannot be logged in to is unreachable, in ssh's own words, and a person can try it", async () => {
    await fakeSsh("echo 'deploy@db1: Permission denied (publickey).' >&2; exit 255");
    const error = await over("ssh://deploy@db1").catch((reason: unknown) => reason);
    if (!(error instanceof RuntimeUnreachable)) throw error;
    expect(error.message).toBe("No Docker engine was reached at ssh://deploy@db1");
    expect(error.detail.join(" ")).toContain("Permission denied (publickey)");
    expect(error.next).toEqual(["ssh -T -o ConnectTimeout=20 -l deploy -- db1 docker version"]);
  });

  test("is unreachable where there is no program ssh", async () => {
    vi.stubEnv("PATH", directory);
    await expect(over("ssh://db1")).rejects.toThrow(RuntimeUnreachable);
    const error = await over("ssh://db1").catch((reason: unknown) => reason);
    expect((error as RuntimeUnreachable).detail).toContain("The program ssh is not there.");
  });
});

describe("the address of an engine at ssh://", () => {
  test.each([
    ["ssh://db1?x=1", /Nothing may follow/],
    ["ssh://db1/run/$(reboot).sock", /not that of a plain socket/],
    ["ssh://db1/run/a%20b.sock", /not that of a plain socket/],
    ["ssh:///run/docker.sock", /names no host/],
    ["ssh://me:hunter2@db1", /ssh logs in with a key/],
  ])("%s is refused", (address, reason) => {
    const attempt = (): unknown => sshCommand(new URL(address));
    expect(attempt).toThrow(UsageError);
    try {
      attempt();
    } catch (error) {
      const { message, detail } = error as UsageError;
      expect(detail.join(" ")).toMatch(reason);
      expect([message, ...detail].join(" ")).not.toContain("hunter2");
    }
  });

  test("is no option, whatever it begins with", () => {
    const words = sshCommand(new URL("ssh://-oProxyCommand=reboot/"));
    expect(words.indexOf("--")).toBeLessThan(words.indexOf("-oProxyCommand=reboot"));
  });
});

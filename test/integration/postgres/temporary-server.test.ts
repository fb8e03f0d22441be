import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresEngine } from "../../../src/engines/postgres/engine.ts";
import { identityOn } from "../../../src/engines/postgres/private-server.ts";
import { openSession } from "../../../src/engines/postgres/session.ts";
import type { ReadContext } from "../../../src/playbook/context.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { docker, removeTest, testLabel, until } from "../../support/containers.ts";
import { imageFor } from "../../support/images.ts";

const id = `temporary-${randomBytes(3).toString("hex")}`;
let runtime: Runtime;
let container: string;

/** The entrypoint runs it with its temporary server at work, which is on the network, too, for a part of the time. */
const script = `
  until [ -e /tmp/network ]; do sleep 0.1; done
  pg_ctl -D "$PGDATA" -m fast -w stop
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=127.0.0.1" -w start
  touch /tmp/on-the-network
  until [ -e /tmp/go-on ]; do sleep 0.1; done
`;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  container = await docker([
    ...["create", "--label", `${testLabel}=${id}`, "--env", "POSTGRES_HOST_AUTH_METHOD=trust"],
    ...["--tmpfs", "/var/lib/postgresql/data", imageFor("postgres:15"), "postgres", "-c", "fsync=off"],
  ]);
  const directory = await mkdtemp(join(tmpdir(), "dbshift-temporary-"));
  await writeFile(join(directory, "slow.sh"), script, { mode: 0o644 });
  await docker(["cp", join(directory, "slow.sh"), `${container}:/docker-entrypoint-initdb.d/slow.sh`]);
  await rm(directory, { recursive: true });
  await docker(["start", container]);
});
afterAll(() => removeTest(id));

const inside = (...argv: readonly string[]): Promise<string> => docker(["exec", container, ...argv]);

/** What a private server has to be before it is worked with. */
async function identity(): Promise<string> {
  const session = await openSession(runtime, container, { role: "postgres", database: "template1" });
  try {
    return await identityOn({ runtime } as unknown as ReadContext, container, session);
  } finally {
    await session.end();
  }
}

test("the entrypoint's temporary server is not taken for the server, though pg_isready says that it is (I12)", async () => {
  await until("the temporary server", 60, async () => (await inside("pg_isready")).includes("accepting"));
  expect(await postgresEngine().observe(runtime, container)).toBeUndefined();
});

test("nor is one that answers on the network as well: it is not the container's main process (I12)", async () => {
  await inside("touch", "/tmp/network");
  await until("it on the network", 60, async () => (await inside("ls", "/tmp/on-the-network")) !== "");
  await expect(identity()).rejects.toThrow("not ready yet");
});

test("the server itself is", async () => {
  await inside("touch", "/tmp/go-on");
  await until("the server", 60, async () => (await identity()) !== "");
  const serving = await postgresEngine().observe(runtime, container);
  expect(serving?.version).toMatch(/^15/);
  expect(serving?.identity).toBe(await identity());
});

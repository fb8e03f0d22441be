import type { Duplex } from "node:stream";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { imageFor } from "../../support/docker-images.ts";
import { dockerSandbox } from "../../support/docker-sandbox.ts";

const sandbox = dockerSandbox();
let runtime: Runtime;
let server: string;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  const label = Object.entries(sandbox.labels).map(([name, value]) => `${name}=${value}`)[0]!;
  server = await sandbox.docker(
    ...["run", "--detach", "--label", label, "--network", "none", "--tmpfs", "/var/lib/postgresql/data"],
    ...["--env", "POSTGRES_HOST_AUTH_METHOD=trust", imageFor("postgres:15")],
  );
  await vi.waitFor(
    async () => {
      const { exitCode } = await runtime.look(server, ["pg_isready", "-h", "127.0.0.1"]);
      expect(exitCode).toBe(0);
    },
    { timeout: 60_000, interval: 200 },
  );
});
afterAll(() => sandbox.remove());

/** What `pg` asks of a socket and a plain stream does not have. */
function asSocket(stream: Duplex): Duplex {
  return Object.assign(stream, {
    connect: () => {
      setImmediate(() => stream.emit("connect"));
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}

async function connected(): Promise<pg.Client> {
  const stream = asSocket(await runtime.dial(server, 5432));
  const client = new pg.Client({ user: "postgres", database: "postgres", stream: () => stream });
  await client.connect();
  return client;
}

const relays = async () =>
  (
    await runtime.look(server, ["sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -c '^relay$'"])
  ).stdout.trim();

describe("PostgreSQL's client over a dialled stream, to a server without a network", () => {
  test("connects, asks a hundred times and leaves; then nothing of it is left in the container", async () => {
    const client = await connected();
    for (let number = 1; number <= 100; number += 1) {
      const { rows } = await client.query("select $1::int * 2 as twice", [number]);
      expect(rows).toEqual([{ twice: number * 2 }]);
    }
    const { rows } = await client.query<{ host: string }>("select host(inet_client_addr()) as host");
    expect(rows[0]?.host).toBe("127.0.0.1");
    await client.end();
    await expect.poll(relays, { timeout: 10_000 }).toBe("0");
  });

  test("gets an answer of 20 MiB whole, and sends one", async () => {
    const client = await connected();
    const { rows } = await client.query<{ text: string }>(
      "select repeat('0123456789abcdef', 1310720) as text",
    );
    expect(rows[0]?.text).toHaveLength(20 * 1024 * 1024);
    const back = await client.query("select length($1::text) as length", [rows[0]?.text]);
    expect(back.rows).toEqual([{ length: 20 * 1024 * 1024 }]);
    await client.end();
  });

  test("ten at once do not mix their answers", async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, connected));
    const answers = await Promise.all(
      clients.map((client, index) => client.query("select $1::int as mine", [index])),
    );
    expect(answers.map(({ rows }) => rows as unknown)).toEqual(clients.map((_, index) => [{ mine: index }]));
    await Promise.all(clients.map((client) => client.end()));
  });

  test("is told when the server ends the connection", async () => {
    const client = await connected();
    const complaints: string[] = [];
    client.on("error", (error) => complaints.push(error.message));
    const lost = new Promise((resolve) => client.once("end", resolve));
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const other = await connected();
    await other.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await lost;
    expect(complaints[0]).toMatch(/terminating connection due to administrator command/);
    await other.end();
    await expect.poll(relays, { timeout: 10_000 }).toBe("0");
  });
});

test("a slow reader holds the sender back instead of filling the memory", async () => {
  const client = await connected();
  const stream = (client as unknown as { connection: { stream: Duplex } }).connection.stream;
  const answer = client.query("select repeat('x', 1024) from generate_series(1, 100000)");
  stream.pause();
  const buffered = () => stream.readableLength;
  await expect.poll(buffered, { timeout: 10_000 }).toBeGreaterThan(0);
  // The server would have sent 100 MB by now; what waits here is what one buffer holds.
  expect(stream.readableLength).toBeLessThan(1024 * 1024);
  stream.resume();
  expect((await answer).rowCount).toBe(100_000);
  await client.end();
});

test("a dialler that is killed leaves nothing behind in the container", async () => {
  const dialler = execa(
    process.execPath,
    [fileURLToPath(new URL("../../support/docker-dialler.ts", import.meta.url)), server, "5432"],
    {
      reject: false,
    },
  );
  await expect.poll(relays, { timeout: 30_000 }).not.toBe("0");
  dialler.kill("SIGKILL");
  await dialler;
  await expect.poll(relays, { timeout: 10_000 }).toBe("0");
});

test("where nothing listens the error says which port, and the stream is closed", async () => {
  const stream = await runtime.dial(server, 5433);
  await expect(finished(stream.resume())).rejects.toThrow(/No connection to port 5433/);
  expect(stream.destroyed).toBe(true);
});

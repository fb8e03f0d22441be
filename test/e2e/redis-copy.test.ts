import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareFingerprints } from "../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import type { Cache, CacheOptions } from "../support/cache.ts";
import { docker, freePort, testLabel } from "../support/containers.ts";
import { imageFor } from "../support/images.ts";
import { password, redisGround } from "../support/redis-ground.ts";
import { startRespWriter } from "../support/resp-writer.ts";
import { unfolded } from "../support/run-cli.ts";

const { create, on, fill, read, run, upgrade, majorOf, lifeOf } = redisGround();

/** Every file of a volume, as another container sees it that cannot write to it. */
async function filesOn(volume: string, id: string): Promise<string> {
  const list = "find . -type f -exec sha256sum {} + | sort";
  const mount = ["--mount", `type=volume,src=${volume},dst=/look,readonly`, "--workdir", "/look"];
  const image = imageFor("redis:7");
  return docker([
    "run",
    "--rm",
    "--label",
    `${testLabel}=${id}`,
    ...mount,
    "--entrypoint",
    "sh",
    image,
    "-c",
    list,
  ]);
}

/** Each pair twice or more, and each way to keep data; servers that are set up in other ways are below. */
const upgrades = [
  ["6", "7", "what a shell that quotes too much makes of --save", ["--save", "3600 1"]],
  [
    "6",
    "8",
    "an append-only file without a snapshot in it",
    ["--appendonly", "yes", "--aof-use-rdb-preamble", "no"],
  ],
  ["7", "8", "a snapshot alone", ["--save", "3600", "1"]],
  ["7", "8", "an append-only file in parts, and nothing else", ["--appendonly", "yes", "--save", ""]],
] as const;

test.each(upgrades)(
  "from %s to %s every key comes along of a server with %s",
  async (from, to, _, server) => {
    const source = await create(from, { server });
    await fill(source);
    const before = await read(source);
    const result = await upgrade(source, `${from}..${to}`);
    expect(result.stderr).toContain(`Done: ${source.container} is on version ${to}`);
    expect(result.exitCode).toBe(0);
    expect(await majorOf(source)).toBe(to);
    const after = await read(source);
    expect(compareFingerprints(before, after).differences).toEqual([]);
    expect(after.buckets.length).toBeGreaterThan(5);
    await docker(["restart", "--time", "30", source.container]);
    await source.awaitServing();
    expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
  },
);

test("the way back serves every key from a volume that was never written to, and tells no password", async () => {
  const source = await create("6", { server: ["--appendonly", "yes"] });
  await fill(source);
  const before = await read(source);
  expect((await upgrade(source, "6..7")).exitCode).toBe(0);
  const files = await filesOn(source.volume, source.id);
  await on(source, (session) => session.bytes("SET", "written to the target", "1"));
  expect(await filesOn(source.volume, source.id)).toBe(files);

  const back = await run("rollback", "--yes", "--discard-writes");
  expect(back.exitCode).toBe(0);
  expect(await majorOf(source)).toBe("6");
  expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
  const journal = await run("report", "--json");
  expect(journal.stdout).not.toContain(password);
  expect((await run("retire", "--yes")).exitCode).toBe(0);
});

test("no write that a client was told is safe gets lost, and the outage is the client's only trouble", async () => {
  const port = await freePort();
  const server = ["--save", ""];
  const source = await create("6", { server, create: ["-p", `127.0.0.1:${String(port)}:6379`] });
  const writer = startRespWriter({ port, password });
  await writer.awaitAcknowledged(200);
  const result = await upgrade(source, "6..8");
  await writer.awaitAcknowledged(200);
  const acknowledged = await writer.stop();
  expect(result.exitCode).toBe(0);
  const kept = new Map<string, number>();
  for (const word of (await source.cli("LRANGE ledger 0 -1")).split("\n")) {
    kept.set(word, (kept.get(word) ?? 0) + 1);
  }
  expect(acknowledged.filter((word) => kept.get(word) !== 1)).toEqual([]);
});

test("a configuration file, an access list and a user come along", async () => {
  const directory = await mkdtemp(join(tmpdir(), "dbshift-redis-conf-"));
  const file = join(directory, "redis.conf");
  await writeFile(file, `appendonly yes\nrequirepass "${password}"\naclfile /data/users.acl\n`);
  try {
    const acl = `user default on >${password} ~* &* +@all\nuser clerk on >clerk ~orders:* &* +@read\n`;
    const seeded = await create("7", {
      given: volumeWith("users.acl", acl),
      create: ["--mount", `type=bind,src=${file},dst=/etc/redis.conf,readonly`],
      server: ["/etc/redis.conf"],
    });
    await fill(seeded);
    const result = await upgrade(seeded, "7..8");
    expect(result.exitCode).toBe(0);
    expect(await seeded.cli("ACL LIST")).toContain("user clerk on");
    expect(await majorOf(seeded)).toBe("8");
  } finally {
    await rm(directory, { recursive: true });
  }
});

/** Makes the volume that a server is to have, with a file in it. */
function volumeWith(name: string, content: string): NonNullable<CacheOptions["given"]> {
  return async (volume, label) => {
    await docker(["volume", "create", ...label, volume]);
    const mount = ["--mount", `type=volume,src=${volume},dst=/data`];
    const write = ["sh", "-c", `cat >/data/${name} && chown redis /data/${name}`];
    await docker(["run", "--rm", "-i", ...label, ...mount, imageFor("redis:7"), ...write], {
      input: content,
    });
  };
}

describe("what is refused", () => {
  const refused = async (of: Cache, pair: string, code: string): Promise<void> => {
    const before = await lifeOf(of);
    const result = await upgrade(of, pair);
    expect(unfolded(`${result.stdout}${result.stderr}`)).toContain(code);
    expect(result.exitCode === 3 || result.exitCode === 4).toBe(true);
    expect(await lifeOf(of)).toBe(before);
  };

  test.each([
    ["6", "7", "dbfilename other.rdb"],
    ["7", "8", "appendonly yes"],
  ])("a server of %s that was told while it ran to keep its data elsewhere", async (from, to, setting) => {
    const source = await create(from);
    await fill(source);
    expect(await source.cli(`CONFIG SET ${setting}`)).toBe("OK");
    await refused(source, `${from}..${to}`, "REDIS-PLACE-LOST");
  });

  test("a user that is in the server's memory alone", async () => {
    const source = await create("7");
    await source.cli("ACL SETUSER clerk on >clerk ~* +@read");
    await refused(source, "7..8", "REDIS-USERS-LOST");
  });

  test("a replica, and a node of a cluster", async () => {
    const replica = await create("7", { server: ["--replicaof", "127.0.0.1 6380"] });
    await refused(replica, "7..8", "REDIS-REPLICA");
    await replica.remove();
    const node = await create("7", { server: ["--cluster-enabled", "yes"] });
    await refused(node, "7..8", "REDIS-CLUSTER");
  });

  test("an argument that the target does not take", async () => {
    const source = await create("6", { server: ["--gopher-enabled", "no"] });
    await refused(source, "6..7", "REDIS-IMAGE-REFUSES");
  });
});

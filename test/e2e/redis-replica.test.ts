import { expect, test } from "vitest";
import { compareFingerprints } from "../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import { docker, freePort } from "../support/containers.ts";
import { imageFor } from "../support/images.ts";
import { password, redisGround } from "../support/redis-ground.ts";
import { startRespWriter } from "../support/resp-writer.ts";
import { endOf } from "../support/run-cli.ts";

const { create, fill, read, run, upgrade, majorOf } = redisGround();
const replica = ["--strategy", "replica", "--json"];

interface Result {
  readonly downtimeSeconds: number;
}

test("a target that followed takes over, and no write that a client was told is safe gets lost (I2, I4)", async () => {
  const port = await freePort();
  const source = await create("7", { create: ["-p", `127.0.0.1:${String(port)}:6379`] });
  await fill(source);
  const writer = startRespWriter({ port, password });
  await writer.awaitAcknowledged(200);
  const result = await upgrade(source, "7..8", ...replica);
  await writer.awaitAcknowledged(200);
  const acknowledged = await writer.stop();
  expect(result.exitCode, endOf(result)).toBe(0);
  expect(await majorOf(source)).toBe("8");
  const kept = new Map<string, number>();
  for (const word of (await source.cli("LRANGE ledger 0 -1")).split("\n")) {
    kept.set(word, (kept.get(word) ?? 0) + 1);
  }
  expect(acknowledged.filter((word) => kept.get(word) !== 1)).toEqual([]);
  expect((JSON.parse(result.stdout) as Result).downtimeSeconds).toBeGreaterThan(0);
  expect(await source.cli("CONFIG GET masterauth")).toBe("masterauth\n");
  const left = await docker(["network", "ls", "--quiet", "--filter", `label=dbshift.test=${source.id}`]);
  expect(left).toBe("");
});

const pairs = [
  ["6", "7", ["--appendonly", "yes"], []],
  ["7", "valkey:8", ["--save", ""], ["--to-image", imageFor("valkey/valkey:8")]],
] as const;

test.each(pairs)(
  "from %s to %s every key comes, and goes back by starting the source (I3, I7)",
  async (from, to, server, more) => {
    const source = await create(from, { server });
    await fill(source);
    const before = await read(source);
    const result = await upgrade(source, `${from}..${to}`, ...replica, ...more);
    expect(result.exitCode, endOf(result)).toBe(0);
    expect(await majorOf(source)).toBe(to.replace(":", " "));
    expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
    await docker(["restart", "--time", "30", source.container]);
    await source.awaitServing();
    if (server[0] === "--appendonly") {
      expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
    }
    const back = await run("rollback", "--yes", "--discard-writes");
    expect(back.exitCode, endOf(back)).toBe(0);
    expect(await majorOf(source)).toBe(from);
    expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
  },
);

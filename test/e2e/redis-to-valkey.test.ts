import { describe, expect, test } from "vitest";
import { compareFingerprints } from "../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import { docker } from "../support/containers.ts";
import { imageFor } from "../support/images.ts";
import { redisGround } from "../support/redis-ground.ts";
import { unfolded } from "../support/run-cli.ts";

const { create, on, fill, read, run, upgrade, majorOf, lifeOf } = redisGround();

const library = "#!lua name=shop\nredis.register_function('price', function() return 1 end)";

const sources = [
  ["7", "whose files Valkey reads", ["--appendonly", "yes"]],
  ["8", "by its commands, into a snapshot", []],
  ["8", "by its commands, into an append-only file", ["--appendonly", "yes", "--appenddirname", "parts"]],
] as const;

test.each(sources)("from Redis %s, %s, every key and function comes to Valkey", async (from, _, server) => {
  const source = await create(from, { server });
  await fill(source);
  await on(source, (session) => session.bytes("FUNCTION", "LOAD", library));
  const before = await read(source);
  const image = imageFor("valkey/valkey:8");
  const result = await upgrade(source, `redis:${from}..valkey:8`, "--to-image", image);
  expect(result.stderr).toContain(`Done: ${source.container} is on version valkey:8`);
  expect(result.exitCode).toBe(0);
  expect(await majorOf(source)).toBe("valkey 8");
  expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
  await docker(["restart", "--time", "30", source.container]);
  await source.awaitServing();
  expect(compareFingerprints(before, await read(source)).differences).toEqual([]);

  expect((await run("rollback", "--yes", "--discard-writes")).exitCode).toBe(0);
  expect(await majorOf(source)).toBe(from);
  expect(compareFingerprints(before, await read(source)).differences).toEqual([]);
});

describe("from Redis 8 it is refused, and nothing is stopped,", () => {
  const image = imageFor("valkey/valkey:8");
  const foreign = [
    [
      "where a field of a hash expires",
      ["HSET h f v", "HPEXPIRE h 1000000 FIELDS 1 f"],
      [],
      "REDIS-FIELD-EXPIRY",
    ],
    ["where there is a vector set", ["VADD points VALUES 2 1.0 2.0 one"], [], "REDIS-FOREIGN-DATA"],
    ["where its files shall be copied", [], ["--strategy", "copy"], "REDIS-FILES-UNREADABLE"],
  ] as const;

  test.each(foreign)("%s", async (_, commands, more, code) => {
    const source = await create("8");
    const life = await lifeOf(source);
    for (const command of commands) expect(await source.cli(command)).not.toMatch(/ERR/);
    const result = await upgrade(source, "8..valkey:8", "--to-image", image, ...more);
    expect(unfolded(`${result.stdout}${result.stderr}`)).toContain(code);
    expect(result.exitCode).toBe(3);
    expect(await lifeOf(source)).toBe(life);
  });
});

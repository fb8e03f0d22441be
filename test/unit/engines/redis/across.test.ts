import { describe, expect, test } from "vitest";
import { redisEngine } from "../../../../src/engines/redis/engine.ts";
import type { RedisFacts } from "../../../../src/engines/redis/facts.ts";
import { findingsOnData } from "../../../../src/engines/redis/findings-on-data.ts";
import { findingsOnVersion } from "../../../../src/engines/redis/findings-on-version.ts";
import { expiringFieldsIn } from "../../../../src/engines/redis/foreign-data.ts";
import { placeOn } from "../../../../src/engines/redis/place-on.ts";
import { readsFiles } from "../../../../src/engines/redis/reads-files.ts";
import { targetImage } from "../../../../src/engines/redis/target-image.ts";
import { compareMajors, majorOf, nextMajor, titleOf } from "../../../../src/engines/redis/version.ts";

test.each([
  ["7.2.4", "7"],
  ["redis:7.2", "7"],
  ["valkey:8.1-alpine", "valkey:8"],
  ["mysql:8", undefined],
  ["valkey:", undefined],
])("the major of %s is %s", (version, major) => {
  expect(majorOf(version)).toBe(major);
});

test("every Valkey comes after every Redis, and has a next one of its own", () => {
  const sorted = ["valkey:9", "8", "valkey:8", "6"].sort(compareMajors);
  expect(sorted).toEqual(["6", "8", "valkey:8", "valkey:9"]);
  expect([nextMajor("7"), nextMajor("valkey:8")]).toEqual(["8", "valkey:9"]);
  expect([titleOf("7"), titleOf("valkey:8")]).toEqual(["Redis 7", "Valkey 8"]);
});

test.each([
  ["redis:7.2", "valkey:8", "valkey/valkey:8"],
  ["docker.io/library/redis:7.2-alpine", "valkey:8.1", "valkey/valkey:8.1-alpine"],
  ["valkey/valkey:8.0", "valkey:9", "valkey/valkey:9"],
  ["x/redis:7", "valkey:8", undefined],
  ["x/cache:7", "8", "x/cache:8"],
  ["valkey/valkey:8", "8", undefined],
  ["redis:latest", "valkey:8", undefined],
])("in the place of %s, for %s, comes %s", (image, to, target) => {
  expect(targetImage(image, to)).toBe(target);
});

test.each([
  ["redis", "7.0.15", "valkey:8", true],
  ["redis", "7.2.6", "valkey:8", true],
  ["redis", "7.4.1", "valkey:8", false],
  ["redis", "8.0.2", "valkey:9", false],
  ["redis", "8.0.2", "9", true],
  ["valkey", "8.1.1", "valkey:9", true],
  ["valkey", "8.1.1", "9", false],
] as const)("of %s %s the files are read by %s: %s", (product, version, target, read) => {
  expect(readsFiles(target, { product, version })).toBe(read);
});

test("a pair that crosses over has a playbook of its own, and one that stays has the default", () => {
  const engine = redisEngine();
  expect(engine.playbookFor?.({ from: "7.2", to: "valkey:8" })).toBe("redis-to-valkey");
  expect(engine.playbookFor?.({ from: undefined, to: "valkey:8" })).toBe("redis-to-valkey");
  expect(engine.playbookFor?.({ from: "valkey:8", to: "valkey:9" })).toBeUndefined();
  expect(engine.playbookFor?.({ from: "7", to: "8" })).toBeUndefined();
});

test("the server's program gets the name it has in the target's image, and nothing else is changed", () => {
  const image = { command: ["valkey-server"] };
  expect(placeOn({ command: ["redis-server", "--save", ""] }, image, "/data").command).toEqual([
    "valkey-server",
    "--save",
    "",
  ]);
  for (const command of [undefined, ["--save", ""], ["/etc/redis.conf"], ["valkey-server"]]) {
    expect(placeOn({ command }, image, "/data").command).toBeUndefined();
  }
});

describe("data that Valkey does not have", () => {
  const codes = (target: string, types: Record<string, number>, expiringFields = 0): string[] =>
    findingsOnData(target, { types: new Map(Object.entries(types)), expiringFields }).map(({ code }) => code);

  test("is refused where it is there, whatever the version", () => {
    expect(codes("valkey:8", {})).toEqual([]);
    expect(codes("valkey:8", { vectorset: 1 })).toEqual(["REDIS-FOREIGN-DATA"]);
    expect(codes("valkey:8", {}, 2)).toEqual(["REDIS-FIELD-EXPIRY"]);
    expect(codes("valkey:9", {}, 2)).toEqual([]);
    expect(codes("9", { vectorset: 1 }, 2)).toEqual([]);
  });

  test("is counted over all databases, by servers that count it", () => {
    const info = new Map([
      ["db0", "keys=2,expires=0,avg_ttl=0,subexpiry=1"],
      ["db5", "keys=2,expires=0,avg_ttl=0,subexpiry=2"],
      ["db7", "keys=2,expires=0,avg_ttl=0"],
    ]);
    expect(expiringFieldsIn(info)).toBe(3);
  });
});

test("files that the target does not read are refused by a playbook that only copies them", () => {
  const facts = { product: "redis", version: "8.0.2", users: [] } as unknown as RedisFacts;
  const source = { container: "cache", image: "redis:8" };
  const found = (uses: readonly string[]): string[] =>
    findingsOnVersion(
      {
        from: "8",
        to: "valkey:8",
        source,
        steps: uses.map((use) => ({ id: use, use, title: "", kind: "check", phase: "cutover", needs: [] })),
      },
      facts,
    ).map(({ code }) => code);
  expect(found(["redis/copy-data"])).toEqual(["REDIS-FILES-UNREADABLE"]);
  expect(found(["redis/copy-data", "redis/convert-data"])).toEqual([]);
});

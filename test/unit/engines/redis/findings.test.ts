import { describe, expect, test } from "vitest";
import { missingParts } from "../../../../src/engines/redis/findings-on-files.ts";
import { findingsOnRestart } from "../../../../src/engines/redis/findings-on-restart.ts";
import { readListing } from "../../../../src/engines/redis/list-files.ts";
import { findingOnSpace } from "../../../../src/engines/redis/steps/check-space.ts";
import { targetImage } from "../../../../src/engines/redis/target-image.ts";
import { versionIn } from "../../../../src/engines/redis/version-in.ts";
import { majorOf } from "../../../../src/engines/redis/version.ts";

const manifest = `file appendonly.aof.1.base.rdb seq 1 type b
file appendonly.aof.1.incr.aof seq 1 type i
file appendonly.aof.0.incr.aof seq 0 type h
`;

describe("an append-only file in parts", () => {
  test("is whole where every part that is still needed is there", () => {
    expect(missingParts(`${manifest}\n---\nappendonly.aof.1.base.rdb\nappendonly.aof.1.incr.aof\n`)).toEqual(
      [],
    );
  });

  test("lacks what its manifest names and the directory has not", () => {
    expect(missingParts(`${manifest}\n---\nappendonly.aof.1.base.rdb\n`)).toEqual([
      "appendonly.aof.1.incr.aof",
    ]);
  });
});

describe("what a restart would change", () => {
  const state = (settings: Record<string, string>, users: Record<string, string> = {}) => ({
    settings: new Map(Object.entries(settings)),
    users: new Map(Object.entries(users)),
  });
  const codes = (now: ReturnType<typeof state>, later: ReturnType<typeof state>): string[] =>
    findingsOnRestart("cache", now, later).map(({ code }) => code);

  test("is nothing where nothing was changed", () => {
    expect(codes(state({ dir: "/data" }), state({ dir: "/data" }))).toEqual([]);
  });

  test("is refused where it is the place of the data, or a user", () => {
    expect(codes(state({ dir: "/other" }), state({ dir: "/data" }))).toEqual(["REDIS-PLACE-LOST"]);
    expect(codes(state({}, { clerk: "on" }), state({}))).toEqual(["REDIS-USERS-LOST"]);
    expect(codes(state({}, { clerk: "off" }), state({}, { clerk: "on" }))).toEqual(["REDIS-USERS-LOST"]);
  });

  test("is told by name and never by value where it is another setting", () => {
    const found = findingsOnRestart("cache", state({ masterauth: "s3cret" }), state({ masterauth: "" }));
    expect(found.map(({ code }) => code)).toEqual(["REDIS-SETTINGS-LOST"]);
    expect(JSON.stringify(found)).toContain("masterauth");
    expect(JSON.stringify(found)).not.toContain("s3cret");
  });
});

test("space is wanted for two copies of what is on disk and three of what is in memory", () => {
  const mebibyte = 1024 * 1024;
  expect(findingOnSpace(10 * mebibyte, 20 * mebibyte, 144 * mebibyte).severity).toBe("info");
  expect(findingOnSpace(10 * mebibyte, 20 * mebibyte, 144 * mebibyte - 1).severity).toBe("blocker");
});

test("a listing that is not what the script prints is none", () => {
  const sha256 = "0".repeat(64);
  expect(readListing(`sha256 ${sha256}\nfiles 2\nbytes 30\n`)).toEqual({ sha256, files: 2, bytes: 30 });
  expect(readListing(`sha256 ${sha256}\nfiles 2\n`)).toBeUndefined();
});

test.each([
  ["redis:7.2-alpine", "redis:8-alpine"],
  ["registry:5000/x/redis:6", "registry:5000/x/redis:8"],
  ["redis:latest", undefined],
  ["redis", undefined],
  ["redis@sha256:ab", undefined],
])("the image that stands to 8 as %s does to its version is %s", (source, target) => {
  expect(targetImage(source, "8")).toBe(target);
});

test.each([
  ["7.2.4", "7"],
  ["8", "8"],
  ["6.2-alpine", "6"],
  ["latest", undefined],
])("the major of %s is %s", (version, major) => {
  expect(majorOf(version)).toBe(major);
});

test("a server is Valkey by its own word, whatever version of Redis it says it is like", () => {
  const info = new Map([
    ["redis_version", "7.2.4"],
    ["server_name", "valkey"],
    ["valkey_version", "8.1.1"],
  ]);
  expect(versionIn(info)).toEqual({ product: "valkey", version: "8.1.1" });
  expect(versionIn(new Map([["redis_version", "6.0.16"]]))).toEqual({ product: "redis", version: "6.0.16" });
});

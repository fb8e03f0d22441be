import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCache, type Cache } from "../../support/cache.ts";
import { docker } from "../../support/containers.ts";
import { imageFor } from "../../support/images.ts";

const images = [
  ["redis:6", "redis-server", /^6\.0\./],
  ["redis:7", "redis-server", /^7\.0\./],
  ["redis:8", "redis-server", /^8\./],
  ["valkey/valkey:8", "valkey-server", /^8\./],
] as const;

describe.each(images)("the image that stands for %s", (official, program, version) => {
  let cache: Cache;

  beforeAll(async () => {
    const id = `image-${randomBytes(3).toString("hex")}`;
    cache = await createCache({ id, image: imageFor(official), server: ["--appendonly", "yes"] });
  });

  afterAll(() => cache.remove());

  const inside = async (...argv: string[]): Promise<string> =>
    (await docker(["exec", cache.container, ...argv])).trim();

  test("takes options in the place of a command, and runs the server as its main process", async () => {
    expect(await cache.cli("CONFIG GET appendonly")).toContain("yes");
    expect((await inside("cat", "/proc/1/cmdline")).split("\0")[0]).toContain(program);
  });

  test("has the server of that version", async () => {
    const field = official.startsWith("valkey") ? "valkey_version" : "redis_version";
    const told = new RegExp(`^${field}:(\\S+)`, "m").exec(await cache.cli("INFO server"))?.[1];
    expect(told).toMatch(version);
  });

  test("never runs the server as root, and gives it the data", async () => {
    expect(await inside("stat", "-c", "%u", "/proc/1")).toBe("999");
    expect(await inside("stat", "-c", "%u", "/data")).toBe("999");
  });

  test("works in /data, which is a volume, and lets other hosts in without a password", async () => {
    const [declared] = JSON.parse(
      await docker(["image", "inspect", "--format", "[{{json .Config.Volumes}}]", imageFor(official)]),
    ) as object[];
    expect(declared).toEqual({ "/data": {} });
    expect(await cache.cli("CONFIG GET dir", "CONFIG GET protected-mode")).toBe(
      "dir\n/data\nprotected-mode\nno",
    );
  });
});

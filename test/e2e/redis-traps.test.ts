import { expect, test } from "vitest";
import { docker, testLabel, until } from "../support/containers.ts";
import { imageFor } from "../support/images.ts";
import { redisGround } from "../support/redis-ground.ts";
import { unfolded } from "../support/run-cli.ts";

const { create, run, upgrade, lifeOf } = redisGround();

// What a copy of the snapshot by hand comes to; dbshift refuses the server that would come to it (REDIS-PLACE-LOST).
test("a server that shall append and finds a snapshot alone comes up empty, and says nothing of it", async () => {
  const source = await create("7");
  await source.cli("SET kept yes", "SAVE");
  await docker(["stop", "--time", "30", source.container]);
  const name = `${source.id}-naive`;
  const mount = ["--mount", `type=volume,src=${source.volume},dst=/data`];
  const label = ["--label", `${testLabel}=${source.id}`];
  await docker([
    "run",
    "--detach",
    ...label,
    "--name",
    name,
    ...mount,
    imageFor("redis:8"),
    "--appendonly",
    "yes",
  ]);
  const ask = (command: string): Promise<string> =>
    docker(["exec", name, "redis-cli", command]).catch(() => "");
  await until("the server to answer", 60, async () => (await ask("PING")).trim() === "PONG");
  expect((await ask("DBSIZE")).trim()).toBe("0");
});

const refused = [
  ["a locale that the target's image lacks", ["-e", "LC_ALL=xx_XX.UTF-8"], []],
  ["an image with another program", [], ["--to-image", imageFor("postgres:15")]],
] as const;

test.each(refused)("%s is found before the source is stopped", async (_, given, more) => {
  const source = await create("7", { create: given });
  const life = await lifeOf(source);
  const result = await upgrade(source, "7..8", ...more);
  expect(unfolded(`${result.stdout}${result.stderr}`)).toContain("REDIS-IMAGE-REFUSES");
  expect([3, 4]).toContain(result.exitCode);
  expect(await lifeOf(source)).toBe(life);
});

test("a setting that was only told to the running server is named, and not its value", async () => {
  const source = await create("7");
  await source.cli("CONFIG SET maxmemory-policy allkeys-lru", "CONFIG SET masterauth planted-5319");
  const label = ["--label", `${testLabel}=${source.id}`];
  const result = await run("plan", "redis", "7..8", source.container, "--deep", ...label);
  const said = unfolded(`${result.stdout}${result.stderr}`);
  expect(said).toContain("REDIS-SETTINGS-LOST");
  expect(said).toMatch(/masterauth, maxmemory-policy/);
  expect(said).not.toContain("planted-5319");
  expect(result.exitCode).toBe(0);
});

import { expect, test } from "vitest";
import { compareFingerprints } from "../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import { crashThrough, type CrashedThrough } from "../faults/crash-through.ts";
import { failPointsOf, nameOf, oneForEachStep, type FailPoint } from "../faults/fail-point.ts";
import { shippedPlaybook } from "../faults/shipped-playbook.ts";
import type { Cache } from "../support/cache.ts";
import { docker, freePort, testLabel } from "../support/containers.ts";
import { imageFor } from "../support/images.ts";
import { password, redisGround } from "../support/redis-ground.ts";
import { startRespWriter, type RespWriter } from "../support/resp-writer.ts";
import { endOf, runCli } from "../support/run-cli.ts";

const { create, fill, read, run, words, majorOf, stateHome } = redisGround();

const scene: Parameters<typeof crashThrough>[0]["scene"] = {
  run: (args, options = {}) => runCli(args, { stateHome: stateHome(), ...options }),
};

interface Watched {
  readonly source: Cache;
  readonly writer: RespWriter;
}

/** A server that a client writes to all the while. */
async function watched(version: string): Promise<Watched> {
  const port = await freePort();
  const more = ["--restart", "unless-stopped", "-p", `127.0.0.1:${String(port)}:6379`];
  const source = await create(version, { create: more });
  await fill(source);
  const writer = startRespWriter({ port, password });
  await writer.awaitAcknowledged(20);
  return { source, writer };
}

/** Every word that was acknowledged is there exactly once. */
async function expectAcknowledged({ source, writer }: Watched): Promise<void> {
  await writer.awaitAcknowledged(20);
  const acknowledged = await writer.stop();
  const kept = new Map<string, number>();
  for (const word of (await source.cli("LRANGE ledger 0 -1")).split("\n")) {
    kept.set(word, (kept.get(word) ?? 0) + 1);
  }
  expect(acknowledged.filter((word) => kept.get(word) !== 1)).toEqual([]);
}

/** What is known offline with everything dead: a run, and a copy that is good (I1). */
async function expectTold(): Promise<void> {
  const told = await scene.run(["status", "--json"], { env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
  expect(told.exitCode, endOf(told)).toBe(0);
  const { runs } = JSON.parse(told.stdout) as { runs: { copies: { proof: string }[] }[] };
  const proofs = runs[0]?.copies.map(({ proof }) => proof) ?? ["no run yet"];
  expect(proofs.some((proof) => !/^(not proven|is being removed)/.test(proof))).toBe(true);
}

const things = async (kind: "container" | "network" | "volume", { id }: Cache): Promise<number> => {
  const all = kind === "container" ? ["--all"] : [];
  const listed = await docker([kind, "ls", ...all, "--quiet", "--filter", `label=${testLabel}=${id}`]);
  return listed.split("\n").filter((line) => line !== "").length;
};

const playbooks = [
  ["copy", "7", "8", []],
  ["replica", "7", "8", []],
  ["to-valkey", "8", "valkey:8", ["--to-image", imageFor("valkey/valkey:8")]],
] as const;

test.each(playbooks)(
  "%s killed once in every step and resumed each time ends with everything (I1-I6, I9)",
  async (strategy, from, to, more) => {
    const { steps } = await shippedPlaybook("redis", strategy);
    const given = await watched(from);
    const before = await read(given.source);
    const forward = steps.filter(({ phase }) => phase !== "retire");
    const { end, deaths, missed } = await crashThrough({
      scene,
      points: oneForEachStep(failPointsOf(forward, "do")),
      begin: words(given.source, `${from}..${to}`, "--strategy", strategy, "--json", ...more),
      again: ["resume", "--json"],
      afterDeath: expectTold,
    });
    expect(end.exitCode, endOf(end)).toBe(0);
    // The image is there, and what only looks or only speaks to a server asks nothing of the engine that changes anything.
    const told = missed.filter(({ step, moment }) => step !== "pull" && !moment.startsWith("effect"));
    expect(told.map(nameOf)).toEqual([]);
    expect(deaths.length).toBeGreaterThan(15);
    expect(await majorOf(given.source)).toBe(to.replace(":", " "));
    await expectAcknowledged(given);
    // But for the list that clients write to.
    const { differences } = compareFingerprints(before, await read(given.source));
    expect(differences.filter((text) => !text.includes("type list"))).toEqual([]);
    // The target, the source, and what holds its volume; the two volumes.
    expect([await things("container", given.source), await things("network", given.source)]).toEqual([3, 0]);
    expect(await things("volume", given.source)).toBe(2);
  },
);

const late: readonly FailPoint[] = [
  { step: "catch-up", way: "do", moment: "after done" },
  { step: "stop", way: "do", moment: "after intent" },
  { step: "open", way: "do", moment: "before intent" },
];

test("replica killed behind its fence and rolled back leaves the source as it was (I6, I7)", async () => {
  const given = await watched("7");
  const inspected = (): Promise<string> =>
    docker(["inspect", "--format", "{{.Id}} {{.Name}} {{json .HostConfig}}", given.source.container]);
  const before = await inspected();
  for (const point of late) {
    const begin = words(given.source, "7..8", "--strategy", "replica", "--json");
    const crashed: CrashedThrough = await crashThrough({ scene, points: [point], begin, again: undefined });
    expect(
      crashed.deaths.map((death) => nameOf(death.point)),
      endOf(crashed.end),
    ).toEqual([nameOf(point)]);
    await expectTold();
    const back = await run("rollback", "--yes", "--json");
    expect(back.exitCode, endOf(back)).toBe(0);
    await given.writer.awaitAcknowledged(20);
    expect(await inspected()).toBe(before);
    expect([await things("container", given.source), await things("network", given.source)]).toEqual([1, 0]);
  }
  expect(await majorOf(given.source)).toBe("7");
  await expectAcknowledged(given);
});

import { z } from "zod";
import { takeFingerprint } from "../../src/engines/redis/fingerprint/take-fingerprint.ts";
import { openSession } from "../../src/engines/redis/session.ts";
import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";
import { createCache, type Cache } from "../../test/support/cache.ts";
import { imageFor } from "../../test/support/images.ts";
import { figuresOf, type Figure } from "./figure.ts";
import { runNode } from "./run-node.ts";
import type { Bench } from "./start-server.ts";

const keys = 1_000_000;
const portion = 50_000;
const commandSeconds = 120;

/** Small keys of a few kinds, made inside the server. */
const fill = `
for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  if i % 10 == 0 then redis.call('HSET', 'hash:' .. i, 'a', i, 'b', 'text')
  elseif i % 10 == 1 then redis.call('SET', 'key:' .. i, 'value ' .. i, 'EX', 864000)
  else redis.call('SET', 'key:' .. i, 'value ' .. i) end
end
`;

const resultSchema = z.object({ outcome: z.literal("target serves"), downtimeSeconds: z.number() });

interface Upgraded {
  readonly outage: number;
  /** How long it took to write down, in sums, what the source held. */
  readonly fingerprint: number;
}

/** How long a server of a million small keys is away, with each of the ways, and what reading all of them costs. */
export async function benchRedis(bench: Bench, runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const read: Upgraded[] = [];
  for (const [strategy, limit] of [
    ["copy", undefined],
    ["replica", 1.5],
  ] as const) {
    const upgraded: Upgraded[] = [];
    for (let run = 1; run <= runs; run += 1) {
      bench.signal.throwIfAborted();
      bench.say(`Redis of ${keys} keys by ${strategy}, ${run} of ${runs}`);
      upgraded.push(await upgrade(bench, `${strategy}${run}`, strategy));
    }
    const name = `outage, Redis, 1 million keys, ${strategy}`;
    const pick = ({ outage }: Upgraded): number => outage;
    figures.push(
      ...figuresOf(upgraded, [limit === undefined ? [name, "s", pick] : [name, "s", pick, limit]]),
    );
    read.push(...upgraded);
  }
  const name = "fingerprint of 1 million small keys";
  return [...figures, ...figuresOf(read, [[name, "s", ({ fingerprint }) => fingerprint, 10]])];
}

async function upgrade(bench: Bench, name: string, strategy: string): Promise<Upgraded> {
  const cache = await createCache({ id: `${bench.id}-${name}`, image: imageFor("redis:7") });
  try {
    const fingerprint = await fillAndRead(bench, cache);
    const options = ["--strategy", strategy, "--yes", "--json", "--label", `dbshift.test=${cache.id}`];
    const args = ["bin/dbshift.js", "redis", "7..8", cache.container, ...options];
    const { stdout } = await runNode(bench, args);
    return { outage: resultSchema.parse(JSON.parse(stdout)).downtimeSeconds, fingerprint };
  } finally {
    await cache.remove();
  }
}

async function fillAndRead({ signal }: Bench, { container }: Cache): Promise<number> {
  const { runtime } = await dockerRuntime();
  const session = await openSession(runtime, container, { seconds: commandSeconds, signal });
  try {
    for (let at = 1; at <= keys; at += portion) {
      await session.bytes("EVAL", fill, 0, at, at + portion - 1);
    }
    const begun = performance.now();
    await takeFingerprint(session, { signal });
    return (performance.now() - begun) / 1000;
  } finally {
    await session.end();
  }
}

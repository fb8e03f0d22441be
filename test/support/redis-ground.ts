import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach } from "vitest";
import type { Fingerprint } from "../../src/engines/redis/fingerprint/fingerprint.ts";
import { takeFingerprint } from "../../src/engines/redis/fingerprint/take-fingerprint.ts";
import { openSession, type Session } from "../../src/engines/redis/session.ts";
import type { Runtime } from "../../src/ports/runtime.ts";
import { dockerRuntime } from "../../src/runtime/docker/docker-runtime.ts";
import { fixtureCommands } from "../integration/redis/fixture-commands.ts";
import { createCache, type Cache, type CacheOptions } from "./cache.ts";
import { docker, testLabel } from "./containers.ts";
import { imageFor } from "./images.ts";
import { runCli, type CliResult } from "./run-cli.ts";

/** The password of every server that is made here. */
export const password = "told-in-the-command";

/** Servers to upgrade, a state directory for each test, and ways to look at what comes of it. */
export interface RedisGround {
  /** A server of a version, e.g. `7`; it is removed after the test. */
  readonly create: (version: string, options?: Partial<CacheOptions>) => Promise<Cache>;
  readonly on: <T>(cache: Cache, work: (session: Session) => Promise<T>) => Promise<T>;
  /** Puts something of everything in, the same each time. */
  readonly fill: (cache: Cache) => Promise<unknown>;
  readonly read: (cache: Cache) => Promise<Fingerprint>;
  readonly run: (...args: readonly string[]) => Promise<CliResult>;
  readonly upgrade: (cache: Cache, pair: string, ...more: readonly string[]) => Promise<CliResult>;
  /** The words of such an upgrade. */
  readonly words: (cache: Cache, pair: string, ...more: readonly string[]) => readonly string[];
  /** `7`, or `valkey 8`. */
  readonly majorOf: (cache: Cache) => Promise<string>;
  /** Which container it is and since when it runs. */
  readonly lifeOf: (cache: Cache) => Promise<string>;
  readonly stateHome: () => string;
}

/** Called once in a file of tests. */
export function redisGround(): RedisGround {
  const epoch = Date.now();
  const caches: Cache[] = [];
  let runtime: Runtime;
  let home = "";

  beforeAll(async () => {
    ({ runtime } = await dockerRuntime());
  });

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "dbshift-redis-"));
  });

  afterEach(async () => {
    for (const cache of caches.splice(0)) await cache.remove();
    await rm(home, { recursive: true });
  });

  const on: RedisGround["on"] = async ({ container }, work) => {
    const session = await openSession(runtime, container, { password, seconds: 120 });
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  };
  const run: RedisGround["run"] = (...args) => runCli(args, { stateHome: home });
  const words: RedisGround["words"] = ({ id, container }, pair, ...more) => [
    ...["redis", pair, container, "--yes", "--label", `${testLabel}=${id}`],
    ...more,
  ];
  return {
    create: async (version, options = {}) => {
      const id = `redis-${randomBytes(3).toString("hex")}`;
      const cache = await createCache({ id, image: imageFor(`redis:${version}`), password, ...options });
      caches.push(cache);
      return cache;
    },
    on,
    fill: (cache) => on(cache, (session) => session.all(fixtureCommands(epoch))),
    read: (cache) =>
      on(cache, (session) => takeFingerprint(session, { epoch, signal: AbortSignal.timeout(120_000) })),
    run,
    upgrade: (...asked) => run(...words(...asked)),
    words,
    majorOf: async (cache) => {
      const info = await cache.cli("INFO server");
      const valkey = /^valkey_version:(\d+)/m.exec(info)?.[1];
      return valkey === undefined ? (/^redis_version:(\d+)/m.exec(info)?.[1] ?? "") : `valkey ${valkey}`;
    },
    lifeOf: ({ container }) => docker(["inspect", "--format", "{{.Id}} {{.State.StartedAt}}", container]),
    stateHome: () => home,
  };
}

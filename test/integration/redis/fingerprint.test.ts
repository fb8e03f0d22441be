import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compareFingerprints,
  type ComparedKeys,
} from "../../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import type { Fingerprint } from "../../../src/engines/redis/fingerprint/fingerprint.ts";
import { takeFingerprint } from "../../../src/engines/redis/fingerprint/take-fingerprint.ts";
import { openSession, type Session, type Word } from "../../../src/engines/redis/session.ts";
import type { Runtime } from "../../../src/ports/runtime.ts";
import { dockerRuntime } from "../../../src/runtime/docker/docker-runtime.ts";
import { createCache, type Cache } from "../../support/cache.ts";
import { docker } from "../../support/containers.ts";
import { imageFor } from "../../support/images.ts";
import { fixtureCommands } from "./fixture-commands.ts";

const officials = ["redis:6", "redis:7", "redis:8", "valkey/valkey:8"] as const;
type Official = (typeof officials)[number];

const signal = AbortSignal.timeout(600_000);
const epoch = Date.now();
const caches = new Map<Official, Cache>();
let runtime: Runtime;

beforeAll(async () => {
  ({ runtime } = await dockerRuntime());
  for (const official of officials) {
    const id = `fingerprint-${randomBytes(3).toString("hex")}`;
    caches.set(official, await createCache({ id, image: imageFor(official), server: ["--save", ""] }));
  }
});

afterAll(async () => {
  for (const cache of caches.values()) await cache.remove();
});

async function on<T>(official: Official, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(runtime, caches.get(official)?.container ?? "", { seconds: 120 });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

async function fill(official: Official, settings: readonly (readonly Word[])[] = []): Promise<void> {
  await on(official, async (session) => {
    await session.bytes("FLUSHALL");
    for (const setting of settings) await session.bytes("CONFIG", "SET", ...setting);
    await session.all(fixtureCommands(epoch));
  });
}

const read = (official: Official): Promise<Fingerprint> =>
  on(official, (session) => takeFingerprint(session, { epoch, signal }));

/** Small values have another shape in memory than large ones, and other shapes in other versions. */
const looseEncodings = [
  ["hash-max-ziplist-entries", 0],
  ["zset-max-ziplist-entries", 0],
  ["set-max-intset-entries", 0],
  ["list-max-ziplist-size", 1],
] as const;

describe("the fingerprint of equal data", () => {
  test("is the same on every version, and whatever shape a server keeps it in", async () => {
    const fingerprints: Fingerprint[] = [];
    for (const official of officials) {
      await fill(official);
      fingerprints.push(await read(official));
    }
    await fill("redis:6", looseEncodings);
    fingerprints.push(await read("redis:6"));
    const [first] = fingerprints;
    expect(first?.buckets.reduce((all, { keys }) => all + keys, 0)).toBeGreaterThan(3000);
    for (const each of fingerprints) expect(each.buckets).toEqual(first?.buckets);
  });

  test.each(officials)("is the same after %s has read everything from disk again", async (official) => {
    await fill(official);
    const before = await read(official);
    await on(official, (session) => session.bytes("SAVE"));
    const cache = caches.get(official);
    await docker(["restart", cache?.container ?? ""]);
    await cache?.awaitServing();
    expect((await read(official)).buckets).toEqual(before.buckets);
  });
});

type Change = readonly [what: string, commands: readonly (readonly Word[])[], where: RegExp];

const changes: readonly Change[] = [
  ["a key is gone", [["DEL", "plain"]], /database 0, keys of type string that do not expire: .* became/],
  ["a key is new", [["SET", "new", "1"]], /database 0, keys of type string/],
  [
    "a value is another one",
    [["SET", "plain", "valuf"]],
    /the same number of keys .*, but not the same content/,
  ],
  ["one byte in the middle of a large value", [["SETRANGE", "large string", 150_000, "x"]], /type string/],
  ["a key has lost its expiry", [["PERSIST", "tomorrow"]], /became/],
  [
    "a key expires a millisecond later",
    [["PEXPIREAT", "tomorrow", epoch + 86_400_001]],
    /type string that expire/,
  ],
  [
    "two values are exchanged",
    [
      ["RENAME", "plain", "x"],
      ["RENAME", "empty", "plain"],
      ["RENAME", "x", "empty"],
    ],
    /content/,
  ],
  ["a key is in another database", [["MOVE", "plain", 3]], /database 3/],
  ["a score is the next double", [["ZADD", "scores", "0.33333333333333337", "third"]], /type zset/],
  ["a score of a large set is another one", [["ZADD", "large zset", "500.5", "member 500"]], /type zset/],
  [
    "a member is another one",
    [
      ["SREM", "words", "one"],
      ["SADD", "words", "ona"],
    ],
    /type set/,
  ],
  ["a field of a large hash has another value", [["HSET", "large hash", "field 77", "changed"]], /type hash/],
  [
    "a field and its value are exchanged",
    [
      ["DEL", "pair"],
      ["HSET", "pair", "b", "a"],
    ],
    /type hash/,
  ],
  [
    "the border between two list elements has moved",
    [
      ["DEL", "list"],
      ["RPUSH", "list", "ab", "c"],
    ],
    /type list/,
  ],
  [
    "two elements of a large list are exchanged",
    [
      ["LSET", "large list", 7, "8"],
      ["LSET", "large list", 8, "7"],
    ],
    /type list/,
  ],
  ["a stream has lost an entry", [["XDEL", "stream", "5-0"]], /type stream/],
  ["a group is gone", [["XGROUP", "DESTROY", "stream", "readers"]], /type stream/],
  ["a pending entry was acknowledged", [["XACK", "stream", "readers", "1-0"]], /type stream/],
  ["a group is at another place", [["XGROUP", "SETID", "stream", "readers", "4-0"]], /type stream/],
  ["a whole database is gone", [["SELECT", 5], ["FLUSHDB"], ["SELECT", 0]], /database 5/],
  ["a key of binary bytes has another value", [["SET", Buffer.from([0, 255, 10]), "other"]], /type string/],
];

describe.each(["redis:6", "redis:8"] as const)("on %s the fingerprint tells that", (official) => {
  let before: Fingerprint;

  beforeAll(async () => {
    await fill(official);
    before = await read(official);
  });

  test.each(changes)("%s", async (_, commands, where) => {
    await fill(official);
    await on(official, async (session) => {
      for (const command of commands) await session.bytes(...command);
    });
    const { differences } = compareFingerprints(before, await read(official));
    expect(differences.join("\n")).toMatch(where);
  });

  test("nothing, where nothing was changed", async () => {
    await fill(official);
    expect(compareFingerprints(before, await read(official)).differences).toEqual([]);
  });
});

test.each(["redis:7", "redis:8", "valkey/valkey:8"] as const)(
  "on %s the fingerprint tells that a function has other code",
  async (official) => {
    const library = (answer: string): string =>
      `#!lua name=shop\nredis.register_function('price', function() return ${answer} end)`;
    const load = (answer: string): Promise<Fingerprint> =>
      on(official, async (session) => {
        await session.bytes("FUNCTION", "LOAD", "REPLACE", library(answer));
        return takeFingerprint(session, { epoch, signal });
      });
    const [before, same, other] = [await load("1"), await load("1"), await load("2")];
    await on(official, (session) => session.bytes("FUNCTION", "FLUSH"));
    const gone = await read(official);
    expect(compareFingerprints(before, same).differences).toEqual([]);
    expect(compareFingerprints(before, other).differences.join()).toContain('"shop" has other code');
    expect(compareFingerprints(before, gone).differences.join()).toContain('"shop" is missing');
  },
);

test.each(officials)(
  "on %s keys that expire before the second look are explained, and no other",
  async (official) => {
    const outcome = async (change: (session: Session) => Promise<unknown>): Promise<ComparedKeys> =>
      on(official, async (session) => {
        await session.bytes("FLUSHALL");
        await session.all([
          ["SET", "stays", "1"],
          ["SET", "goes", "1", "PX", 300],
          ["SET", "goes too", "1", "PX", 400],
          ["SET", "tomorrow", "1", "EX", 86_400],
        ]);
        const before = await takeFingerprint(session, { signal });
        await change(session);
        while (await session.bytes("EXISTS", "goes too")) await session.bytes("PING");
        return compareFingerprints(before, await takeFingerprint(session, { epoch: before.epoch, signal }));
      });
    expect(await outcome(() => Promise.resolve())).toEqual({ differences: [], expiring: 2, compared: 2 });
    expect((await outcome((session) => session.bytes("DEL", "stays"))).differences).toHaveLength(1);
    expect((await outcome((session) => session.bytes("DEL", "tomorrow"))).differences).toHaveLength(1);
    expect((await outcome((session) => session.bytes("PERSIST", "goes"))).differences).toHaveLength(1);
  },
);

test("a type that nobody can compare is an error, and never equal", async () => {
  await on("redis:7", async (session) => {
    await session.bytes("FLUSHALL");
    await session.bytes("SET", "plain", "1");
  });
  const before = await read("redis:7");
  await expect(
    on("redis:7", async (session) => {
      const lying: Session = {
        ...session,
        bytes: async (...command) =>
          command[0] === "EVAL"
            ? [Buffer.from("0"), 0, [], [[Buffer.from("k"), Buffer.from("vectorset"), Buffer.from("-1")]]]
            : session.bytes(...command),
      };
      return takeFingerprint(lying, { epoch: before.epoch, signal });
    }),
  ).rejects.toThrow('A key is of the type "vectorset"');
});

import type { Word } from "../../../src/engines/redis/session.ts";

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Something of everything a server of any version holds, small and large, the same whenever it is asked for. */
export function fixtureCommands(epoch: number): readonly (readonly Word[])[] {
  return [
    ["SELECT", 0],
    ["SET", "plain", "value"],
    ["SET", "empty", ""],
    ["SET", "", "a key without a name"],
    ["SET", "a name\nof two lines", "1"],
    ["SET", Buffer.from([0, 255, 10]), Buffer.from([255, 254, 0])],
    ["SET", "number", "12345"],
    ["SET", "large string", Buffer.alloc(200_000, "0123456789")],
    ["SET", "tomorrow", "1", "EX", 86_400],
    ["PEXPIREAT", "tomorrow", epoch + 86_400_000],
    ["HSET", "expiring hash", "a", "1"],
    ["PEXPIREAT", "expiring hash", epoch + 7 * 86_400_000 + 1],
    ["RPUSH", "list", "a", "bc"],
    ["RPUSH", "large list", ...times(5000, String)],
    ["RPUSH", "list of large elements", Buffer.alloc(100_000, "a"), Buffer.alloc(100_000, "b")],
    ["HSET", "pair", "a", "b"],
    ["HSET", "large hash", ...times(3000, (i) => [`field ${String(i)}`, `value ${String(i)}`]).flat()],
    ["SADD", "words", "one", "two", "three"],
    ["SADD", "numbers", ...times(100, String)],
    ["SADD", "large set", ...times(3000, (i) => `member ${String(i)}`)],
    ["ZADD", "scores", "0.33333333333333331", "third", "inf", "most", "-inf", "least", "1e300", "much"],
    ["ZADD", "large zset", ...times(3000, (i) => [String(i / 7), `member ${String(i)}`]).flat()],
    ["PFADD", "log", ...times(1000, String)],
    ["GEOADD", "places", "13.361389", "38.115556", "Palermo"],
    ["SETBIT", "bits", 1_000, 1],
    ...times(6, (i): Word[] => ["XADD", "stream", `${String(i + 1)}-0`, "field", String(i)]),
    ["XGROUP", "CREATE", "stream", "readers", "0"],
    ["XGROUP", "CREATE", "stream", "idle", "$"],
    ["XREADGROUP", "GROUP", "readers", "alice", "COUNT", 2, "STREAMS", "stream", ">"],
    ["XREADGROUP", "GROUP", "readers", "bob", "COUNT", 1, "STREAMS", "stream", ">"],
    ["XGROUP", "CREATE", "empty stream", "readers", "$", "MKSTREAM"],
    ...times(2000, (i): Word[] => ["XADD", "large stream", `${String(i + 1)}-1`, "f", String(i)]),
    ["XGROUP", "CREATE", "large stream", "readers", "0"],
    ["XREADGROUP", "GROUP", "readers", "alice", "COUNT", 1500, "STREAMS", "large stream", ">"],
    ...times(3000, (i): Word[] => ["SET", `key ${String(i)}`, `value ${String(i)}`]),
    ["SELECT", 5],
    ["SET", "plain", "in five"],
    ["SELECT", 0],
  ];
}

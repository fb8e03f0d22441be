import type { RedisFacts } from "./facts.ts";

/** Which product INFO speaks of, and its version: Valkey says `redis_version:7.2.4` whatever it is. */
export function versionIn(info: ReadonlyMap<string, string>): Pick<RedisFacts, "product" | "version"> {
  const valkey = info.get("valkey_version");
  if (valkey !== undefined) return { product: "valkey", version: valkey };
  const other = [...info.keys()].some(
    (name) => /^(redict|dragonfly|keydb)_version$/.test(name) || name === "mvcc_depth",
  );
  const server = info.get("server_name");
  const redis = !other && (server === undefined || server === "redis");
  return { product: redis ? "redis" : "other", version: info.get("redis_version") ?? "" };
}

import { z } from "zod";
import { login } from "./login.ts";

const count = z.int().nonnegative();

/** What a plan keeps about a source. No secrets: values of settings are kept only where they cannot be one. */
export const redisFacts = z.object({
  login,
  product: z.enum(["redis", "valkey", "other"]),
  version: z.string(),
  mode: z.string(),
  role: z.string(),
  replicas: count,
  sentinelClients: z.boolean(),
  loading: z.boolean(),
  /** Where it keeps its files, and what it calls them. */
  files: z.object({
    directory: z.string(),
    rdb: z.string(),
    aof: z.string(),
    /** The directory of an append-only file in several parts; null before 7. */
    aofDirectory: z.string().nullable(),
    aclFile: z.string(),
    configFile: z.string(),
  }),
  persistence: z.object({
    aof: z.boolean(),
    /** Empty where nothing is saved by itself. */
    save: z.string(),
    lastSaveOk: z.boolean(),
    lastAofWriteOk: z.boolean(),
  }),
  memory: z.object({ used: count, limit: count, policy: z.string() }),
  databases: z.array(z.object({ number: count, keys: count, expires: count })),
  modules: z.array(z.string()),
  functionLibraries: z.array(z.string()),
  /** Users of the access lists; `channels` where a list says which channels one may use. */
  users: z.array(z.object({ name: z.string(), channels: z.boolean() })),
});

export type RedisFacts = z.infer<typeof redisFacts>;

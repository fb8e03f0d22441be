import { z } from "zod";
import { redisFacts, type RedisFacts } from "./facts.ts";
import { keyspaceOf } from "./keyspace.ts";
import { knowsCommand } from "./knows-command.ts";
import type { Login } from "./login.ts";
import { readInfo } from "./read-info.ts";
import { readSettings } from "./read-settings.ts";
import type { Session } from "./session.ts";
import { versionIn } from "./version-in.ts";

/** Asks a server everything a plan needs of it. Changes nothing. */
export async function lookAtServer(session: Session, login: Login): Promise<RedisFacts> {
  const info = await readInfo(session);
  const settings = await readSettings(session);
  const told = (name: string): string => info.get(name) ?? "";
  const set = (name: string): string => settings.get(name) ?? "";
  const clients = await session.ask(z.string(), "CLIENT", "LIST");
  return redisFacts.parse({
    login,
    ...versionIn(info),
    mode: told("redis_mode") === "" ? told("server_mode") : told("redis_mode"),
    role: told("role"),
    replicas: Number(told("connected_slaves")),
    sentinelClients: /\bname=sentinel-/.test(clients),
    loading: told("loading") === "1",
    files: {
      directory: set("dir"),
      rdb: set("dbfilename"),
      aof: set("appendfilename"),
      aofDirectory: settings.get("appenddirname") ?? null,
      aclFile: set("aclfile"),
      configFile: told("config_file"),
    },
    persistence: {
      aof: set("appendonly") === "yes",
      save: set("save"),
      lastSaveOk: told("rdb_last_bgsave_status") === "ok",
      lastAofWriteOk: told("aof_last_write_status") === "ok",
    },
    memory: {
      used: Number(told("used_memory")),
      limit: Number(set("maxmemory")),
      policy: set("maxmemory-policy"),
    },
    databases: [...(await keyspaceOf(session))].map(([number, size]) => ({ number, ...size })),
    modules: await modulesOf(session),
    functionLibraries: await librariesOf(session),
    users: (await session.ask(z.array(z.string()), "ACL", "LIST")).map(userIn),
  } satisfies RedisFacts);
}

async function modulesOf(session: Session): Promise<string[]> {
  return namesIn(await session.ask(z.array(z.array(z.unknown())), "MODULE", "LIST"), "name");
}

async function librariesOf(session: Session): Promise<string[]> {
  if (!(await knowsCommand(session, "FUNCTION"))) return [];
  return namesIn(await session.ask(z.array(z.array(z.unknown())), "FUNCTION", "LIST"), "library_name");
}

function namesIn(entries: readonly (readonly unknown[])[], field: string): string[] {
  return entries.map((flat) => String(flat[flat.indexOf(field) + 1])).sort();
}

/** From a line of ACL LIST: of what it says only the name and whether it speaks of channels is kept. */
function userIn(line: string): RedisFacts["users"][number] {
  const [, name = "", ...rules] = line.split(" ");
  return { name, channels: rules.some((rule) => rule.startsWith("&") || rule === "resetchannels") };
}

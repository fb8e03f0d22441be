import { z } from "zod";
import { keyspaceOf } from "./keyspace.ts";
import type { Session } from "./session.ts";
import { readInfo } from "./read-info.ts";

/** What a server holds that servers of another product may not know. */
export interface ForeignData {
  /** How many keys are of each type that is not one of those every server has. */
  readonly types: ReadonlyMap<string, number>;
  /** Hashes with a field that expires by itself. */
  readonly expiringFields: number;
}

/** One round of SCAN inside the server; it only reads. Answers with the next cursor and what it found. */
const script = `
local known = {string = true, list = true, set = true, zset = true, hash = true, stream = true, none = true}
local round = redis.call('SCAN', ARGV[1], 'COUNT', 1000)
local found = {}
for _, key in ipairs(round[2]) do
  local type = redis.call('TYPE', key)['ok']
  if not known[type] then found[#found + 1] = type end
end
return {round[1], found}
`;

const answer = z.tuple([z.string(), z.array(z.string())]);

/** Looks at the type of every key: what is in a server counts, not what its version could hold. */
export async function foreignData(session: Session, signal: AbortSignal): Promise<ForeignData> {
  const types = new Map<string, number>();
  const databases = await keyspaceOf(session);
  for (const database of databases.keys()) {
    await session.bytes("SELECT", database);
    let cursor = "0";
    do {
      signal.throwIfAborted();
      const [next, found] = await session.ask(answer, "EVAL", script, 0, cursor);
      for (const type of found) types.set(type, (types.get(type) ?? 0) + 1);
      cursor = next;
    } while (cursor !== "0");
  }
  await session.bytes("SELECT", 0);
  return { types, expiringFields: expiringFieldsIn(await readInfo(session)) };
}

/** `db0:keys=1,expires=0,avg_ttl=0,subexpiry=1`: servers that know such fields say how many hashes have one. */
export function expiringFieldsIn(info: ReadonlyMap<string, string>): number {
  return [...info]
    .filter(([name]) => /^db\d+$/.test(name))
    .reduce((all, [, text]) => all + Number(/\bsubexpiry=(\d+)/.exec(text)?.[1] ?? 0), 0);
}

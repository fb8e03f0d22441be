import { z } from "zod";
import type { Session } from "./session.ts";

export interface DatabaseSize {
  readonly keys: number;
  readonly expires: number;
}

const line = /^db(\d+):keys=(\d+),expires=(\d+)/gm;

/** The databases that hold keys, by their numbers, in their order. Keys that have expired and are still there count. */
export async function keyspaceOf(session: Session): Promise<ReadonlyMap<number, DatabaseSize>> {
  const text = await session.ask(z.string(), "INFO", "keyspace");
  const found = [...text.matchAll(line)].map(
    ([, database, keys, expires]) =>
      [Number(database), { keys: Number(keys), expires: Number(expires) }] as const,
  );
  return new Map(found.sort(([a], [b]) => a - b));
}

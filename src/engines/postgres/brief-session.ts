import type { RuntimeReader } from "../../ports/runtime.ts";
import { KeptSessions } from "./kept-sessions.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

const pools = new WeakMap<RuntimeReader, KeptSessions>();
const never = new AbortController().signal;

/**
 * A session on somebody's server. Ended, it is kept for whoever asks for the same next, but few are: each holds a
 * connection slot that is not ours. And not for long: CREATE DATABASE waits five seconds for others to leave its template,
 * and then fails (CountOtherDBBackends in PostgreSQL's procarray.c). @throws NotConnected
 */
export async function openBriefly(
  runtime: RuntimeReader,
  containerId: string,
  options: SessionOptions,
): Promise<Session> {
  const { database, signal = never, seconds: _, ...as } = options;
  const pool = pools.get(runtime) ?? new KeptSessions({ most: 6, seconds: 4 });
  pools.set(runtime, pool);
  const place = { containerId, database, as: JSON.stringify(as) };
  const known = await pool.take(place, signal);
  return known ?? pool.lend(place, await openSession(runtime, containerId, options));
}

import { DeadlinePassed, messageOf, StepError } from "../../core/errors.ts";
import type { ReadContext, WriteContext } from "../../playbook/context.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import { portOf } from "./arguments.ts";
import { factsOf } from "./facts-of.ts";
import { KeptSessions } from "./kept-sessions.ts";
import { openSession, type Session } from "./session.ts";
import { silently } from "./silently.ts";
import { z } from "zod";

/** How servers that dbshift starts for itself let it in: trust on their own loopback, and nobody else. */
const pollMilliseconds = 50;
const readySeconds = 600;
const stopSeconds = 1800;

/** Only of servers that the run itself stops, which ends whatever is kept: in any other one they would be somebody's. */
const pools = new WeakMap<RuntimeReader, KeptSessions>();

/**
 * A session on a private server (fenced source, hidden target, target behind its gate) as the bootstrap role. Ended, one
 * on a server that is on no network, and so nobody's but the run's, is kept for whoever asks for its database next.
 */
export async function openPrivate(
  ctx: Pick<ReadContext, "runtime" | "plan" | "run" | "signal">,
  containerId: string,
  database: string,
): Promise<Session> {
  const { bootstrapRole, maxConnections } = factsOf(ctx.plan);
  // A private server has its user's max_connections, and dump, restore and readers of rows need some as well.
  const most = Math.min(16, Math.floor(maxConnections / 4));
  const kept = pools.get(ctx.runtime) ?? new KeptSessions({ most });
  pools.set(ctx.runtime, kept);
  const place = { containerId, database };
  const known = await kept.take(place, ctx.signal);
  if (known !== undefined) return known;
  const container = await ctx.runtime.findContainer(containerId);
  const opened = await openSession(ctx.runtime, containerId, {
    role: bootstrapRole.name,
    // Ours for the fenced source and the hidden target, its user's for the target behind its gate.
    ...(container !== undefined && { port: portOf(container) }),
    database,
    application: ctx.run,
    signal: ctx.signal,
    settings: silently,
  });
  return container?.networkMode === "none" ? kept.lend(place, opened) : opened;
}

/** Runs one piece of work on a session and closes it, whatever happens. */
export async function onPrivate<T>(
  ctx: ReadContext,
  containerId: string,
  database: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openPrivate(ctx, containerId, database);
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

const identitySchema = z.object({
  identity: z.string(),
  postmaster: z.bigint().or(z.number()),
  recovering: z.boolean(),
});

/**
 * The system identifier of a private server that is ready: it answers on TCP, it is the container's main process and
 * not a temporary one of the entrypoint, and it is not recovering.
 *
 * @throws NotConnected and others where it is not ready
 */
export function readIdentity(ctx: ReadContext, containerId: string): Promise<string> {
  return onPrivate(ctx, containerId, "template1", (session) => identityOn(ctx, containerId, session));
}

/** The same on a session that is open already. */
export async function identityOn(ctx: ReadContext, containerId: string, session: Session): Promise<string> {
  const found = await session.row(
    identitySchema,
    `select system_identifier::text as identity,
            split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint as postmaster,
            pg_is_in_recovery() as recovering
       from pg_control_system()`,
  );
  const container = await ctx.runtime.findContainer(containerId);
  const main = found.postmaster.toString() === "1" || container?.init === true;
  if (!main || found.recovering) {
    throw new StepError({ summary: "The server is not ready yet" });
  }
  return found.identity;
}

/**
 * Starts a private server that may have been stopped, and waits until it is ready. One that an earlier attempt has told
 * to stop may still be about it: to start it then would do nothing.
 */
export async function startPrivate(ctx: WriteContext, containerId: string): Promise<void> {
  if (ctx.attempt > 1) await ctx.runtime.stop(containerId, stopSeconds, ctx.engine.stopSignal);
  await ctx.runtime.start(containerId);
  await awaitPrivate(ctx, containerId);
}

/** Waits until a private server is ready; the end of its log is in the error where it never is. */
export async function awaitPrivate(ctx: ReadContext, containerId: string): Promise<string> {
  const end = ctx.clock.now().getTime() + readySeconds * 1000;
  for (;;) {
    ctx.signal.throwIfAborted();
    try {
      return await readIdentity(ctx, containerId);
    } catch (error) {
      ctx.signal.throwIfAborted();
      const state = (await ctx.runtime.findContainer(containerId))?.state;
      if (state === "running" && ctx.clock.now().getTime() < end) {
        await ctx.clock.sleep(pollMilliseconds, ctx.signal);
        continue;
      }
      const log = await ctx.runtime.logTail(containerId, 15).catch(messageOf);
      throw state === "running"
        ? new DeadlinePassed("A server did not become ready", readySeconds, [
            messageOf(error),
            ...log.split("\n"),
          ])
        : new StepError(
            { summary: "A server ended instead of becoming ready", detail: log.split("\n") },
            error,
          );
    }
  }
}

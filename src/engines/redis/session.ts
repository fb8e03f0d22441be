import type { Duplex } from "node:stream";
import type { Redis } from "ioredis";
import type { z } from "zod";
import { RuntimeUnreachable } from "../../core/errors.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import { clientOn } from "./client-on.ts";
import { NotConnected } from "./not-connected.ts";
import { ServerError } from "./server-error.ts";
import { until } from "./until.ts";

export type Word = string | Buffer | number;

/** As servers answer: bulk strings as their bytes, integers as numbers, nil as null. */
export type Reply = Buffer | number | string | null | readonly Reply[];

export interface SessionOptions {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly port?: number | undefined;
  /** Shown as `dbshift/<application>` in CLIENT LIST, so that a resumed run finds what an earlier one left. */
  readonly application?: string | undefined;
  /** For connecting and logging in, and for each command; 10 where absent. */
  readonly seconds?: number | undefined;
  /** Cuts the connection when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A login to a server in a container.
 *
 * Everything throws ServerError for what the server answers with an error, and NotConnected where there is no answer: then
 * the session is over.
 */
export interface Session {
  /** The answer with its bytes read as UTF-8, checked against the schema. */
  ask<T>(schema: z.ZodType<T>, ...command: readonly Word[]): Promise<T>;
  /** The answer as it came. */
  bytes(...command: readonly Word[]): Promise<Reply>;
  /** The answer to each command, in their order, in one round trip. */
  all(commands: readonly (readonly Word[])[]): Promise<readonly Reply[]>;
  end(): Promise<void>;
}

const standardPort = 6379;

/** Opens a session on the container's own loopback. @throws NotConnected, ServerError */
export async function openSession(
  runtime: RuntimeReader,
  containerId: string,
  options: SessionOptions = {},
): Promise<Session> {
  const seconds = options.seconds ?? 10;
  const deadline = AbortSignal.timeout(seconds * 1000);
  const cut = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  const dialled = dial(runtime, containerId, options.port ?? standardPort);
  try {
    const stream = await until(dialled, cut);
    const client = clientOn(stream);
    await until(client.connect(), cut);
    const session = sessionOn(client, stream, options);
    await logIn(session, options);
    return session;
  } catch (error) {
    dialled.then(
      (stream) => stream.destroy(),
      () => undefined,
    );
    options.signal?.throwIfAborted();
    if (error instanceof NotConnected || error instanceof ServerError) throw error;
    throw deadline.aborted
      ? new NotConnected("timeout", `no answer within ${String(seconds)} s`, { cause: error })
      : broken(error);
  }
}

async function dial(runtime: RuntimeReader, containerId: string, port: number): Promise<Duplex> {
  const stream = await runtime.dial(containerId, port);
  // An error before the library listens would otherwise end the process.
  stream.on("error", () => undefined);
  return stream;
}

async function logIn(session: Session, { user, password, application }: SessionOptions): Promise<void> {
  try {
    if (password !== undefined) await session.bytes("AUTH", ...(user === undefined ? [] : [user]), password);
    await session.bytes("CLIENT", "SETNAME", `dbshift/${application ?? "look"}`);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    // A server without a password takes none; older ones say so without a code of its own.
    if (error.code === "NOAUTH") throw new NotConnected("password-wanted", "the server wants a password");
    if (error.command === "AUTH") throw new NotConnected("wrong-password", error.message);
    throw error;
  }
}

function sessionOn(client: Redis, stream: Duplex, { signal, seconds = 10 }: SessionOptions): Session {
  const cut = (): void => {
    stream.destroy(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
  };
  signal?.addEventListener("abort", cut, { once: true });
  /** An answer that comes too late would be taken for the next command's, so a session that timed out is over. */
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    const deadline = AbortSignal.timeout(seconds * 1000);
    try {
      return await until(work, deadline);
    } catch (error) {
      if (!deadline.aborted) throw error;
      stream.destroy();
      throw new NotConnected("timeout", `no answer within ${String(seconds)} s`, { cause: error });
    }
  };
  const send = ([name = "", ...words]: readonly Word[]): Promise<Reply> => {
    const command = String(name);
    const sent = client.callBuffer(command, words) as Promise<Reply>;
    return sent.catch((error: unknown) => {
      throw isReply(error) ? new ServerError(command, error.message) : broken(error);
    });
  };
  const session: Session = {
    ask: async (schema, ...command) => schema.parse(asText(await session.bytes(...command))),
    bytes: (...command) => inTime(send(command)),
    all: (commands) => inTime(Promise.all(commands.map(send))),
    end() {
      signal?.removeEventListener("abort", cut);
      client.disconnect();
      stream.destroy();
      return Promise.resolve();
    },
  };
  return session;
}

const isReply = (error: unknown): error is Error => error instanceof Error && error.name === "ReplyError";

/** The library's own errors carry the words of the command, so they are no cause of ours. */
function broken(error: unknown): Error {
  if (error instanceof RuntimeUnreachable || error instanceof NotConnected) return error;
  return new NotConnected("unreachable", error instanceof Error ? error.message : String(error));
}

function asText(reply: Reply): unknown {
  if (Buffer.isBuffer(reply)) return reply.toString("utf8");
  return Array.isArray(reply) ? reply.map(asText) : reply;
}

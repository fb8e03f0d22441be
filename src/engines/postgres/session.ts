import type { Duplex } from "node:stream";
import { Client, types as pgTypes, type ClientConfig } from "pg";
import type { z } from "zod";
import { invariant } from "../../core/errors.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";
import { NotConnected, sqlstateOf } from "./not-connected.ts";

export interface SessionOptions {
  readonly role: string;
  /** A name, taken literally: never read as a connection string. */
  readonly database: string;
  readonly password?: string | undefined;
  readonly port?: number | undefined;
  /** Shown as `dbshift/<application>` in pg_stat_activity, so that a resumed run finds what an earlier one left. */
  readonly application?: string | undefined;
  /** For connecting and logging in; 10 where absent. */
  readonly seconds?: number | undefined;
  /** For each statement; no limit where absent. */
  readonly statementSeconds?: number | undefined;
  /** Cuts the connection when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Sent with the login like what is pinned for every session; names and values without blanks. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/**
 * A login to a server in a container. Results come as boolean, number (int2, int4, oid), bigint (int8), string[]
 * (text[], name[]) and otherwise as the text the server prints, so that nothing is rounded.
 */
export interface Session {
  /** The rows, each checked against the schema. */
  rows<T>(schema: z.ZodType<T>, sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** The only row; fails where there is none or more than one. */
  row<T>(schema: z.ZodType<T>, sql: string, parameters?: readonly unknown[]): Promise<T>;
  /** One or more statements without a result. */
  run(sql: string): Promise<void>;
  end(): Promise<void>;
}

/** A session together with what it takes to hand it on. */
export interface Connection extends Session {
  /** Nobody has it for now: no signal cuts it. */
  rest(): void;
  /**
   * Makes it as it was after the login, without settings, locks, temporary tables or statements of whoever had it, and
   * has this signal cut it. Fails where the server is gone or does not answer within ten seconds, and where a
   * transaction was left open. https://www.postgresql.org/docs/current/sql-discard.html
   */
  renew(signal: AbortSignal): Promise<void>;
}

/** Sent with the login: stronger than what ALTER ROLE or ALTER DATABASE set, and in force from the first statement. */
const pinned: Readonly<Record<string, string>> = {
  role: "none",
  search_path: "pg_catalog",
  client_encoding: "UTF8",
  TimeZone: "UTC",
  DateStyle: "ISO,YMD",
  IntervalStyle: "postgres",
  bytea_output: "hex",
  extra_float_digits: "3",
  standard_conforming_strings: "on",
  row_security: "off",
  default_transaction_read_only: "off",
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  lock_timeout: "10s",
};

/** Known since 14 and since 17, so not every server would take them with the login. */
const endless = `select set_config(name, '0', false) from pg_settings
   where name in ('idle_session_timeout', 'transaction_timeout')`;

/** Opens a session on the container's own loopback. @throws NotConnected */
export async function openSession(
  runtime: RuntimeReader,
  containerId: string,
  options: SessionOptions,
): Promise<Connection> {
  const seconds = options.seconds ?? 10;
  const deadline = AbortSignal.timeout(seconds * 1000);
  const cut = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  const dialled = dial(runtime, containerId, options.port ?? 5432);
  try {
    const stream = await until(dialled, cut);
    const client = clientOn(stream, options);
    await until(client.connect(), cut);
    await until(client.query(endless), cut);
    return sessionOn(client, stream, options.signal);
  } catch (error) {
    dialled.then(
      (stream) => stream.destroy(),
      () => undefined,
    );
    options.signal?.throwIfAborted();
    throw deadline.aborted
      ? new NotConnected("timeout", `no answer within ${String(seconds)} s`, { cause: error })
      : NotConnected.because(error);
  }
}

async function dial(runtime: RuntimeReader, containerId: string, port: number): Promise<Duplex> {
  const stream = await runtime.dial(containerId, port);
  // pg listens for errors only once it writes; an error before that would otherwise end the process.
  stream.on("error", () => undefined);
  return stream;
}

/**
 * Every parameter that pg would otherwise take from the caller's environment (PGHOST, PGPASSWORD, PGOPTIONS …) is given
 * here, and given as something other than an empty string, which pg takes for absent.
 */
function clientOn(stream: Duplex, options: SessionOptions): Client {
  invariant(options.role !== "" && options.database !== "", "a login needs a role and a database");
  const config: ClientConfig & { replication: string } = {
    stream: () => asSocket(stream),
    host: "localhost",
    port: options.port ?? 5432,
    user: options.role,
    database: options.database,
    // A function, because an absent password means PGPASSWORD and then ~/.pgpass.
    password: () => {
      if (options.password !== undefined) return options.password;
      throw new NotConnected("password-wanted", "the server asks for a password");
    },
    ssl: false,
    sslnegotiation: "postgres",
    replication: "false",
    client_encoding: "UTF8",
    application_name: `dbshift/${options.application ?? "look"}`,
    options: Object.entries({ ...pinned, ...options.settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    connectionTimeoutMillis: 0,
    query_timeout: options.statementSeconds === undefined ? undefined : options.statementSeconds * 1000,
    types: { getTypeParser: parserOf },
  };
  const client = new Client(config);
  // A connection that breaks between two queries is reported by the next query; without a listener it ends the process.
  client.on("error", () => undefined);
  return client;
}

/** pg drives a net.Socket that it connects itself; this stream is connected already. */
function asSocket(stream: Duplex): Duplex {
  return Object.assign(stream, {
    connect: () => {
      setImmediate(() => {
        const gone = stream.destroyed || !stream.readable;
        if (gone) stream.emit("error", stream.errored ?? new Error("the connection was closed at once"));
        else stream.emit("connect");
      });
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}

type Parser = (text: string) => unknown;

/** pg's types know the built-in names alone, its function any oid. */
const ownParser = pgTypes.getTypeParser as (type: number, format: "text") => Parser;
const textArray = ownParser(1009, "text");

/** By the oids of pg_type, which never change. */
const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [16, (text) => text === "t"],
  [20, BigInt],
  [21, Number],
  [23, Number],
  [26, Number],
  [1003, textArray],
  [1009, textArray],
]);

const parserOf = (type: number): Parser => parsers.get(type) ?? ((text) => text);

function sessionOn(client: Client, stream: Duplex, signal: AbortSignal | undefined): Connection {
  let cutting = signal;
  const cut = (): void => {
    stream.destroy(cutting?.reason instanceof Error ? cutting.reason : new Error("aborted"));
  };
  signal?.addEventListener("abort", cut, { once: true });
  const session: Connection = {
    async rows(schema, sql, parameters = []) {
      const result = await client.query<Record<string, unknown>>(sql, [...parameters]).catch(broken);
      return result.rows.map((row) => schema.parse(row));
    },
    async row(schema, sql, parameters = []) {
      const rows = await session.rows(schema, sql, parameters);
      invariant(rows.length === 1 && rows[0] !== undefined, `one row expected, got ${String(rows.length)}`);
      return rows[0];
    },
    async run(sql) {
      await client.query(sql).catch(broken);
    },
    rest() {
      cutting?.removeEventListener("abort", cut);
      cutting = undefined;
    },
    async renew(by) {
      by.throwIfAborted();
      cutting = by;
      by.addEventListener("abort", cut, { once: true });
      const patience = AbortSignal.any([by, AbortSignal.timeout(10_000)]);
      await until(client.query("discard all"), patience);
      await until(client.query(endless), patience);
    },
    async end() {
      session.rest();
      const seen = AbortSignal.timeout(2000);
      await until(client.end(), seen).catch(() => undefined);
      stream.destroy();
    },
  };
  return session;
}

/** What the server did not say itself means that there is no session any more. */
function broken(error: unknown): never {
  throw sqlstateOf(error) === undefined ? NotConnected.because(error) : error;
}

async function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Begun already, it may fail later, when nobody is left to hear it; that would end the process.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

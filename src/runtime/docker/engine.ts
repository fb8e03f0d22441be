import { addAbortSignal, type Duplex, type Readable } from "node:stream";
import type Modem from "docker-modem";
import { invariant } from "../../core/errors.ts";
import { isMissing, translateError } from "./translate-error.ts";

type Query = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** Built with `path`, so that no part of it can reach another resource. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly signal?: AbortSignal;
  /** What was being done, for the error: `removing the volume "x"`. */
  readonly doing: string;
  /** The engine may take long until it begins to answer, as it does with every removal. */
  readonly patient?: boolean;
  /** Goes into a header of its own, never into an address. */
  readonly credentials?: object;
}

/** A connection to one daemon at an API version both sides speak. What it refuses is thrown as an EngineRefused. */
export interface Engine {
  readonly host: string;
  /** The engine runs on this machine, so its files and units are ours to look at. */
  readonly local: boolean;
  ask(call: Call): Promise<unknown>;
  /** The same, but what is not there is an answer too: undefined. */
  find(call: Call): Promise<unknown>;
  stream(call: Call): Promise<Readable>;
  /** The connection itself, after the engine has switched it to raw bytes in both directions. */
  hijack(call: Call): Promise<Duplex>;
}

/** What the engine admits as the name of a container or a volume, and what its ids look like. */
export function isName(text: string): boolean {
  return /^[a-zA-Z0-9][\w.-]*$/.test(text);
}

/** An API path whose variable parts are data: `path\`/containers/${id}/json\``. */
export function path(literals: TemplateStringsArray, ...parts: readonly string[]): string {
  // Escaping is not enough: the engine unescapes, and cleans the path, before it looks where it leads.
  const odd = parts.find((part) => part.includes("/") || /^\.*$/.test(part));
  invariant(odd === undefined, `${JSON.stringify(odd)} is no part of an API path`);
  return String.raw({ raw: literals }, ...parts.map((part) => encodeURIComponent(part)));
}

const accepted = { 200: true, 201: true, 204: true, 304: true };

/** Two clients, because a client has one limit for how long an answer may take to begin. */
export interface Clients {
  readonly prompt: Modem;
  readonly patient: Modem;
}

export function engineOver(clients: Clients, host: string): Engine {
  const clientFor = ({ method, patient }: Call) =>
    patient === true || method === "DELETE" ? clients.patient : clients.prompt;
  const dial = async (call: Call, way: { isStream?: boolean; hijack?: boolean }): Promise<unknown> => {
    try {
      return await dialOnce(clientFor(call), call, way);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw translateError(error, call.doing, host);
    }
  };
  // Read here to its end: where an answer is cut off in the middle, the modem would never say a word.
  const ask = async (call: Call): Promise<unknown> => {
    const answer = (await dial(call, { isStream: true })) as Readable;
    try {
      return await readAnswer(answer, call.signal);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw translateError(error, call.doing, host);
    }
  };
  return {
    host,
    local: host.startsWith("unix://"),
    ask,
    find: (call) => ask(call).catch(undefinedWhereMissing),
    stream: (call) => dial(call, { isStream: true }) as Promise<Readable>,
    hijack: (call) => dial(call, { isStream: true, hijack: true }) as Promise<Duplex>,
  };
}

/** As JSON, or as its bytes where it is none. */
async function readAnswer(answer: Readable, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal !== undefined) addAbortSignal(signal, answer);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return bytes;
  }
}

function undefinedWhereMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}

function dialOnce(modem: Modem, call: Call, way: { isStream?: boolean; hijack?: boolean }): Promise<unknown> {
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        // The modem writes the query only where the path ends in "?", and without `_query` and `_body` it would put
        // the body, environment and all, into the address as well.
        path: `${call.path}?`,
        method: call.method,
        options: { _query: call.query ?? {}, _body: call.body ?? {} },
        statusCodes: accepted,
        ...way,
        // Without a body the modem would announce one in chunks, and what ends those could be taken for the program's
        // stdin.
        ...(way.hijack && !call.body && { file: Buffer.alloc(0) }),
        ...(call.signal && { abortSignal: call.signal }),
        ...(call.credentials && { authconfig: call.credentials }),
      },
      (error, result) => {
        if (error) reject(error);
        else resolve(result);
      },
    );
  });
}

import type { Duplex } from "node:stream";
import type { HelperSpec, Runtime } from "../../src/ports/runtime.ts";
import { label } from "../../src/ports/runtime.ts";
import type { RecordedSession } from "./distil-answers.ts";
import { answerIn, boundParameters, type Exchange } from "./exchange.ts";
import { WireMessages, type WireMessage } from "./wire-messages.ts";

export interface Recording {
  readonly runtime: Runtime;
  /** So far; sessions that are open grow. */
  sessions(): Promise<readonly RecordedSession[]>;
  /** What helpers printed, by role and major. */
  readonly helpers: ReadonlyMap<string, string>;
}

interface Open {
  readonly containerId: string;
  major: string;
  database: string;
  readonly asked: { sql: string; parameters: readonly (string | null)[]; readonly said: WireMessage[] }[];
}

/** A runtime that keeps what servers and helpers say; it changes nothing. */
export function recordingRuntime(real: Runtime): Recording {
  const open: Open[] = [];
  const helpers = new Map<string, string>();
  const made = new Map<string, HelperSpec>();
  const majorOf = async (image: string): Promise<string> =>
    (await real.findImage(image))?.environment.get("PG_MAJOR") ?? "";
  return {
    helpers,
    sessions: () =>
      Promise.resolve(
        open.map(({ major, database, asked }) => ({ major, database, exchanges: asked.flatMap(exchanged) })),
      ),
    runtime: {
      ...real,
      async dial(containerId, port) {
        const container = await real.findContainer(containerId);
        const session: Open = {
          containerId,
          major: await majorOf(container?.imageId ?? ""),
          database: "",
          asked: [],
        };
        open.push(session);
        return tapped(await real.dial(containerId, port), session);
      },
      async createHelper(spec) {
        const id = await real.createHelper(spec);
        made.set(id, spec);
        return id;
      },
      async output(id) {
        const printed = await real.output(id);
        const spec = made.get(id);
        if (spec !== undefined) {
          const nonce = spec.argv[4] ?? "";
          const isInspect = spec.labels[label.role] === "inspect";
          const steady = isInspect ? printed.replaceAll(nonce, "NONCE") : printed;
          helpers.set(`${spec.labels[label.role] ?? ""} ${await majorOf(spec.image)}`, steady);
        }
        return printed;
      },
    },
  };
}

/** The files of servers are the model's own. */
function exchanged({ sql, parameters, said }: Open["asked"][number]): Exchange[] {
  const kept = said.length > 0 && !sql.startsWith("select encode(pg_read_binary_file");
  return kept ? [{ sql, parameters, answer: answerIn(said) }] : [];
}

/** Looks at what goes through in both directions, on its way. */
function tapped(stream: Duplex, session: Open): Duplex {
  const [up, down] = [new WireMessages("client"), new WireMessages("server")];
  const write = stream.write.bind(stream) as (chunk: Buffer, ...rest: never[]) => boolean;
  const push = stream.push.bind(stream);
  return Object.assign(stream, {
    write: (chunk: Buffer, ...rest: never[]) => {
      for (const message of up.read(chunk)) ask(session, message);
      return write(chunk, ...rest);
    },
    push: (chunk: Buffer | null) => {
      if (chunk !== null) for (const message of down.read(chunk)) session.asked.at(-1)?.said.push(message);
      return push(chunk);
    },
  });
}

function ask(session: Open, { type, body }: WireMessage): void {
  const { asked } = session;
  if (type === "") {
    const words = body.toString("utf8", 4).split("\0");
    session.database = words[words.indexOf("database") + 1] ?? "";
  }
  if (type === "Q") asked.push({ sql: body.toString("utf8", 0, body.length - 1), parameters: [], said: [] });
  if (type === "P") {
    const start = body.indexOf(0) + 1;
    asked.push({ sql: body.toString("utf8", start, body.indexOf(0, start)), parameters: [], said: [] });
  }
  const last = asked.at(-1);
  if (type === "B" && last !== undefined) last.parameters = boundParameters(body);
}

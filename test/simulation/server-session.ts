import { Duplex } from "node:stream";
import type { Answer } from "./answers.ts";
import { boundParameters } from "./exchange.ts";
import { ServerError } from "./model-answers.ts";
import { WireMessages, type WireMessage } from "./wire-messages.ts";

/** The server's end of a session. The first two throw ServerError. */
export interface SessionPart {
  /** Whether this login is let in. */
  readonly login: (parameters: Readonly<Record<string, string>>) => void;
  readonly answer: (sql: string, parameters: readonly (string | null)[]) => Answer;
  /** The client has gone. */
  readonly ended: () => void;
}

/**
 * A client's stream to a simulated server, which speaks as much of PostgreSQL's protocol as clients of ours use.
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
export class ServerSession extends Duplex {
  readonly #part: SessionPart;
  readonly #messages = new WireMessages("client");
  #parsed = "";
  #parameters: readonly (string | null)[] = [];
  #status = "I";

  constructor(part: SessionPart) {
    super({ allowHalfOpen: false });
    this.#part = part;
  }

  override _read(): void {
    // Everything is said at once.
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#part.ended();
    done(error);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      for (const heard of this.#messages.read(chunk)) this.#hear(heard);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #hear({ type, body }: WireMessage): void {
    switch (type) {
      case "":
        this.#login(body);
        break;
      case "Q":
        this.#say(
          this.#answered(() => answerBytes(this.#ask(body.toString("utf8", 0, body.length - 1), []))),
        );
        this.#say(this.#ready());
        break;
      case "P":
        this.#parsed = body.toString("utf8", body.indexOf(0) + 1, body.indexOf(0, body.indexOf(0) + 1));
        break;
      case "B":
        this.#parameters = boundParameters(body);
        break;
      case "S":
        this.#say(
          this.#answered(() =>
            Buffer.concat([bound, answerBytes(this.#ask(this.#parsed, this.#parameters))]),
          ),
        );
        this.#say(this.#ready());
        break;
      case "X":
        this.#part.ended();
        this.push(null);
        break;
    }
  }

  #login(body: Buffer): void {
    const words = body.toString("utf8", 4).split("\0");
    const parameters: Record<string, string> = {};
    for (let place = 0; place + 1 < words.length; place += 2) {
      parameters[words[place] ?? ""] = words[place + 1] ?? "";
    }
    try {
      this.#part.login(parameters);
      this.#say(welcome);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.#say(errorBytes("FATAL", error));
      this.push(null);
    }
  }

  #ask(sql: string, parameters: readonly (string | null)[]): Answer {
    if (sql === "begin") this.#status = "T";
    if (sql === "rollback" || sql === "commit") this.#status = "I";
    return this.#part.answer(sql, parameters);
  }

  #answered(work: () => Buffer): Buffer {
    try {
      return work();
    } catch (error) {
      if (error instanceof ServerError) return errorBytes("ERROR", error);
      throw error;
    }
  }

  #ready(): Buffer {
    return message("Z", Buffer.from(this.#status));
  }

  #say(bytes: Buffer): void {
    this.push(bytes);
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const welcome = Buffer.concat([
  message("R", Buffer.alloc(4)),
  message("S", Buffer.concat([text("server_encoding"), text("UTF8")])),
  message("S", Buffer.concat([text("client_encoding"), text("UTF8")])),
  message("K", Buffer.alloc(8)),
  message("Z", Buffer.from("I")),
]);

/** Parse and Bind are done. */
const bound = Buffer.concat([message("1", Buffer.alloc(0)), message("2", Buffer.alloc(0))]);

function errorBytes(severity: string, { sqlstate, message: said }: ServerError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${sqlstate}`, `M${said}`].map(text);
  return message("E", Buffer.concat([...fields, Buffer.alloc(1)]));
}

const known = new WeakMap<Answer, Buffer>();

/** An answer that is the same as before was put into bytes before. */
function answerBytes(answer: Answer): Buffer {
  const before = known.get(answer);
  if (before !== undefined) return before;
  const { columns, rows = [], tags } = answer;
  const bytes = Buffer.concat([
    ...(columns === undefined ? [] : [message("T", description(columns))]),
    ...rows.map((row) => message("D", Buffer.concat([short(row.length), ...row.map(written)]))),
    ...tags.map((tag) => message("C", text(tag))),
  ]);
  known.set(answer, bytes);
  return bytes;
}

function description(columns: NonNullable<Answer["columns"]>): Buffer {
  const parts = columns.map(([name, type]) => {
    const rest = Buffer.alloc(18);
    rest.writeInt32BE(type, 6);
    rest.writeInt16BE(-1, 10);
    return Buffer.concat([text(name), rest]);
  });
  return Buffer.concat([short(columns.length), ...parts]);
}

function written(of: string | null): Buffer {
  const bytes = Buffer.from(of ?? "");
  const length = Buffer.alloc(4);
  length.writeInt32BE(of === null ? -1 : bytes.length);
  return Buffer.concat([length, bytes]);
}

function short(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(number);
  return bytes;
}

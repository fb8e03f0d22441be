import { duplexPair, type Duplex } from "node:stream";
import type { Container, RuntimeReader } from "../../../../src/ports/runtime.ts";

/** How a login ends: let in, asked for this password first, or refused with an SQLSTATE and a message. */
export type Answer =
  "ok" | { readonly password: string } | { readonly error: string; readonly text?: string };

export interface Login {
  readonly user: string;
  readonly database: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Script {
  answer(login: Login): Answer;
  /** The one row of every query: column name, type oid and text. */
  readonly row?: readonly (readonly [string, number, string])[];
}

/** As much of a PostgreSQL server as logging in and simple queries need, and a runtime that dials it. */
export class ScriptedServer {
  readonly logins: Login[] = [];
  readonly ports: number[] = [];
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  dial(port: number): Promise<Duplex> {
    this.ports.push(port);
    const [ours, theirs] = duplexPair();
    this.#serve(theirs);
    return Promise.resolve(ours);
  }

  /** A runtime that can dial and, where `files` are given, look at them; it finds one container. */
  runtime(files: Readonly<Record<string, string>> = {}, container?: Container): RuntimeReader {
    return {
      findContainer: () => Promise.resolve(container),
      dial: (_id: string, port: number) => this.dial(port),
      look: (_id: string, argv: readonly string[]) => {
        const text = files[argv.at(-1) ?? ""];
        return Promise.resolve({ exitCode: text === undefined ? 1 : 0, stdout: text ?? "", stderr: "" });
      },
    } as unknown as RuntimeReader;
  }

  #serve(stream: Duplex): void {
    let waiting = Buffer.alloc(0);
    let password: string | undefined;
    let started = false;
    stream.on("data", (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        const head = started ? 1 : 0;
        if (waiting.length < head + 4) return;
        const end = head + waiting.readUInt32BE(head);
        if (waiting.length < end) return;
        const body = waiting.subarray(head + 4, end);
        const type = started ? String.fromCharCode(waiting[0] ?? 0) : "startup";
        waiting = waiting.subarray(end);
        if (type === "startup") {
          started = true;
          password = this.#start(stream, body);
        } else if (type === "p") {
          const right = body.toString("utf8", 0, body.length - 1) === password;
          stream.write(right ? welcome : refusal("28P01", "falsch"));
        } else if (type === "Q") stream.write(this.#result());
        else if (type === "X") stream.end();
      }
    });
  }

  #start(stream: Duplex, body: Buffer): string | undefined {
    const words = body.toString("utf8", 4).split("\0");
    const parameters = new Map<string, string>();
    for (let at = 0; (words[at] ?? "") !== ""; at += 2) parameters.set(words[at] ?? "", words[at + 1] ?? "");
    const login = {
      user: parameters.get("user") ?? "",
      database: parameters.get("database") ?? "",
      parameters,
    };
    this.logins.push(login);
    const answer = this.#script.answer(login);
    if (answer === "ok") stream.write(welcome);
    else if ("password" in answer) stream.write(message("R", int32(3)));
    else stream.end(refusal(answer.error, answer.text ?? "nein"));
    return typeof answer === "object" && "password" in answer ? answer.password : undefined;
  }

  #result(): Buffer {
    const row = this.#script.row ?? [];
    const fields = row.map(([name, oid]) =>
      Buffer.concat([text(name), int32(0), int16(0), int32(oid), int16(-1), int32(-1), int16(0)]),
    );
    const values = row.map(([, , value]) =>
      Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
    );
    return Buffer.concat([
      message("T", int16(row.length), ...fields),
      message("D", int16(row.length), ...values),
      message("C", text("SELECT 1")),
      message("Z", Buffer.from("I")),
    ]);
  }
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function refusal(sqlstate: string, said: string): Buffer {
  const fields = [`SFATAL`, `VFATAL`, `C${sqlstate}`, `M${said}`].map(text);
  return message("E", ...fields, Buffer.from([0]));
}

const welcome = Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]);

import type { Answer } from "./answers.ts";
import type { WireMessage } from "./wire-messages.ts";

/** A statement and what came back. */
export interface Exchange {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  readonly answer: Answer;
}

/** The parameters of a Bind message, all of them text. */
export function boundParameters(body: Buffer): (string | null)[] {
  let at = body.indexOf(0) + 1;
  at = body.indexOf(0, at) + 1;
  at += 2 + 2 * body.readInt16BE(at);
  const count = body.readInt16BE(at);
  at += 2;
  const values: (string | null)[] = [];
  for (let place = 0; place < count; place += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length === -1 ? null : body.toString("utf8", at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

export function answerIn(messages: readonly WireMessage[]): Answer {
  const described = messages.find(({ type }) => type === "T");
  const rows = messages.filter(({ type }) => type === "D").map(({ body }) => rowIn(body));
  const tags = messages
    .filter(({ type }) => type === "C")
    .map(({ body }) => body.toString("utf8", 0, body.length - 1));
  return described === undefined ? { tags } : { columns: columnsIn(described.body), rows, tags };
}

function columnsIn(body: Buffer): [string, number][] {
  const columns: [string, number][] = [];
  let at = 2;
  for (let place = 0; place < body.readInt16BE(0); place += 1) {
    const end = body.indexOf(0, at);
    columns.push([body.toString("utf8", at, end), body.readInt32BE(end + 7)]);
    at = end + 19;
  }
  return columns;
}

function rowIn(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let at = 2;
  for (let place = 0; place < body.readInt16BE(0); place += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length === -1 ? null : body.toString("utf8", at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

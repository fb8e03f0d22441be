import { createHash } from "node:crypto";
import { StepError } from "../../../core/errors.ts";
import type { Reply, Session, Word } from "../session.ts";
import {
  addParts,
  framed,
  noParts,
  partsOf,
  partsText,
  scoreBytes,
  sha1,
  type Parts,
} from "./element-hash.ts";
import { readStream } from "./read-stream.ts";
import { asBytes, asList, asNumber } from "./replies.ts";

const chunkBytes = 256 * 1024;
const chunkElements = 1000;

export interface LargeKey {
  readonly key: Buffer;
  readonly type: string;
}

/**
 * What stands for a value that is read in pieces: for one and the same value the same as the script inside the server
 * makes of it. At no time more than a piece of it is in memory.
 */
export function readLargeValue(
  session: Session,
  { key, type }: LargeKey,
  knowsFieldExpiry: boolean,
): Promise<string> {
  switch (type) {
    case "string":
      return readString(session, key);
    case "list":
      return readList(session, key);
    case "set":
      return readMembers(session, ["SSCAN", key], (members) => members.map((member) => sha1(member)));
    case "zset":
      return readMembers(session, ["ZSCAN", key], (flat) =>
        pairsOf(flat).map(([member, score]) => sha1(scoreBytes(score.toString("latin1")), member)),
      );
    case "hash":
      return readMembers(session, ["HSCAN", key], (flat) =>
        fieldHashes(session, key, pairsOf(flat), knowsFieldExpiry),
      );
    case "stream":
      return readStream(session, key);
    default:
      throw new StepError({ summary: `A key is of the type "${type}", which cannot be compared` });
  }
}

async function readString(session: Session, key: Buffer): Promise<string> {
  const hash = createHash("sha1");
  for (let at = 0; ; at += chunkBytes) {
    const chunk = asBytes(await session.bytes("GETRANGE", key, at, at + chunkBytes - 1));
    hash.update(chunk);
    if (chunk.length < chunkBytes) return hash.digest("hex");
  }
}

async function readList(session: Session, key: Buffer): Promise<string> {
  const hash = createHash("sha1");
  for (let at = 0; ; at += chunkElements) {
    const chunk = asList(await session.bytes("LRANGE", key, at, at + chunkElements - 1));
    for (const element of chunk) hash.update(framed(asBytes(element)));
    if (chunk.length < chunkElements) return hash.digest("hex");
  }
}

type ToHashes = (flat: readonly Buffer[]) => readonly string[] | Promise<readonly string[]>;

/**
 * A scan may tell an element twice where the table it is kept in becomes smaller; then there are more of them than the
 * server says, and it is done again.
 */
async function readMembers(session: Session, command: readonly Word[], toHashes: ToHashes): Promise<string> {
  const [scan, key = ""] = command;
  const count = { SSCAN: "SCARD", ZSCAN: "ZCARD", HSCAN: "HLEN" }[String(scan)] ?? "";
  for (let attempt = 1; ; attempt += 1) {
    const expected = asNumber(await session.bytes(count, key));
    const { parts, elements } = await scanOnce(session, command, toHashes);
    if (elements === expected) return partsText(parts);
    if (attempt === 3) {
      throw new StepError({
        summary: "A key changed while it was read",
        detail: [`${String(expected)} elements were said, and ${String(elements)} read.`],
      });
    }
  }
}

async function scanOnce(
  session: Session,
  command: readonly Word[],
  toHashes: ToHashes,
): Promise<{ parts: Parts; elements: number }> {
  let parts = noParts;
  let elements = 0;
  let cursor: Word = 0;
  do {
    const [next = null, flat = null]: readonly Reply[] = asList(
      await session.bytes(...command, cursor, "COUNT", chunkElements),
    );
    const hashes = await toHashes(asList(flat).map(asBytes));
    for (const hash of hashes) parts = addParts(parts, partsOf(hash));
    elements += hashes.length;
    cursor = asBytes(next).toString("latin1");
  } while (cursor !== "0");
  return { parts, elements };
}

function pairsOf(flat: readonly Buffer[]): readonly (readonly [Buffer, Buffer])[] {
  return flat.flatMap((each, index) => {
    const next = flat[index + 1];
    return index % 2 === 0 && next !== undefined ? [[each, next] as const] : [];
  });
}

async function fieldHashes(
  session: Session,
  key: Buffer,
  pairs: readonly (readonly [Buffer, Buffer])[],
  knowsFieldExpiry: boolean,
): Promise<readonly string[]> {
  const fields = pairs.map(([field]) => field);
  const wanted = knowsFieldExpiry && fields.length > 0;
  const expiries = wanted
    ? asList(await session.bytes("HPEXPIRETIME", key, "FIELDS", fields.length, ...fields)).map(asNumber)
    : [];
  return pairs.map(([field, value], index) => {
    const expires = expiries[index] ?? -1;
    return sha1(framed(field), framed(value), expires >= 0 ? String(expires) : "");
  });
}

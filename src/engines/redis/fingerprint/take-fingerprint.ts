import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { keyspaceOf } from "../keyspace.ts";
import { knowsCommand } from "../knows-command.ts";
import type { Session } from "../session.ts";
import { addParts, keyParts, noParts, sha1, type Parts } from "./element-hash.ts";
import { inBucketOrder } from "./bucket-order.ts";
import type { Bucket, Fingerprint } from "./fingerprint.ts";
import { keyScript } from "./key-script.ts";
import { readLargeValue } from "./read-large-value.ts";
import { asBytes, asList, asNumber } from "./replies.ts";
import { timeWindows, windowOf } from "./time-windows.ts";

/** Keys a round, and what of them is read inside the server: beyond this, a value is read in pieces. */
const round = { keys: 1000, elements: 128, bytes: 64 * 1024 };
const mostAttempts = 3;

export interface FingerprintWish {
  /** The other side's, where there is one to compare with. */
  readonly epoch?: number | undefined;
  readonly signal: AbortSignal;
  readonly progress?: (keys: number, of: number) => void;
}

interface Known {
  readonly epoch: number;
  readonly expiry: boolean;
  readonly fieldExpiry: boolean;
}

/** Reads every key of every database of a server that nobody writes to. */
export async function takeFingerprint(session: Session, wish: FingerprintWish): Promise<Fingerprint> {
  const known: Known = {
    epoch: wish.epoch ?? (await clockOf(session)),
    expiry: await knowsCommand(session, "PEXPIRETIME"),
    fieldExpiry: await knowsCommand(session, "HPEXPIRETIME"),
  };
  const databases = [...(await keyspaceOf(session))];
  const total = databases.reduce((all, [, { keys }]) => all + keys, 0);
  const buckets: Bucket[] = [];
  let done = 0;
  for (const [database, { keys }] of databases) {
    await session.bytes("SELECT", database);
    buckets.push(...(await readDatabase(session, database, known, { ...wish, before: done, total })));
    done += keys;
  }
  return {
    epoch: known.epoch,
    readUntil: await clockOf(session),
    buckets: buckets.sort(inBucketOrder),
    functions: await functionsOf(session),
  };
}

async function clockOf(session: Session): Promise<number> {
  const [seconds, micros] = await session.ask(z.tuple([z.string(), z.string()]), "TIME");
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

type Sums = Map<string, { readonly keys: number; readonly parts: Parts }>;

interface Reading extends FingerprintWish {
  readonly before: number;
  readonly total: number;
}

/**
 * A scan tells each key at least once, and some twice where the table they are in becomes smaller meanwhile. Nobody
 * writes, so the number of keys there are, with those that expire meanwhile, says whether that has happened.
 */
async function readDatabase(
  session: Session,
  database: number,
  known: Known,
  reading: Reading,
): Promise<readonly Bucket[]> {
  for (let attempt = 1; ; attempt += 1) {
    const most = asNumber(await session.bytes("DBSIZE"));
    const { sums, seen } = await scanDatabase(session, known, reading);
    const least = asNumber(await session.bytes("DBSIZE"));
    if (seen <= most && seen >= least) return [...sums].map(([name, sum]) => toBucket(database, name, sum));
    if (attempt === mostAttempts) {
      throw new StepError({
        summary: `The keys of database ${String(database)} could not be read exactly once`,
        detail: [`It has ${String(least)} to ${String(most)} keys, and ${String(seen)} were read.`],
      });
    }
  }
}

async function scanDatabase(
  session: Session,
  known: Known,
  { signal, progress, before, total }: Reading,
): Promise<{ sums: Sums; seen: number }> {
  const sums: Sums = new Map();
  const limits = [round.keys, round.elements, round.bytes, known.epoch];
  const knows = [known.expiry, known.fieldExpiry].map(Number);
  const windows = timeWindows.flatMap(({ until, width }) => [until, width]);
  let seen = 0;
  let cursor = "0";
  do {
    signal.throwIfAborted();
    const reply = await session.bytes("EVAL", keyScript, 0, cursor, ...limits, ...knows, ...windows);
    const [next = null, added = null, groups = null, large = null] = asList(reply);
    for (const group of asList(groups)) addGroup(sums, asList(group));
    for (const each of asList(large)) seen -= (await addLarge(session, sums, known, asList(each))) ? 0 : 1;
    seen += asNumber(added);
    progress?.(before + seen, total);
    cursor = asBytes(next).toString("latin1");
  } while (cursor !== "0");
  return { sums, seen };
}

type Replies = ReturnType<typeof asList>;

function addGroup(sums: Sums, [name = null, keys = null, ...parts]: Replies): void {
  const numbers = parts.map((part) => BigInt(asBytes(part).toString("latin1")));
  addTo(sums, asBytes(name).toString("latin1"), asNumber(keys), numbers);
}

/** False where it has expired since it was told. */
async function addLarge(
  session: Session,
  sums: Sums,
  known: Known,
  [name = null, kind = null, at = null]: Replies,
): Promise<boolean> {
  const [key, type] = [asBytes(name), asBytes(kind).toString("latin1")];
  const expires = Number(asBytes(at).toString("latin1"));
  const value = await readLargeValue(session, { key, type }, known.fieldExpiry);
  if (expires >= 0 && asNumber(await session.bytes("EXISTS", key)) === 0) return false;
  const bucket = expires < 0 ? type : `${type} ${String(windowOf(known.epoch, expires))}`;
  addTo(sums, bucket, 1, keyParts({ type, key, value, expires }));
  return true;
}

function addTo(sums: Sums, name: string, keys: number, parts: Parts): void {
  const sum = sums.get(name) ?? { keys: 0, parts: noParts };
  sums.set(name, { keys: sum.keys + keys, parts: addParts(sum.parts, parts) });
}

function toBucket(database: number, name: string, { keys, parts }: { keys: number; parts: Parts }): Bucket {
  const [type = "", from] = name.split(" ");
  const sum = parts.map((part) => part.toString(16)).join("-");
  return { database, type, expiresFrom: from === undefined ? null : Number(from), keys, sum };
}

const libraries = z.array(z.array(z.unknown()));

async function functionsOf(session: Session): Promise<Fingerprint["functions"]> {
  if (!(await knowsCommand(session, "FUNCTION"))) return {};
  const found = await session.ask(libraries, "FUNCTION", "LIST", "WITHCODE");
  return Object.fromEntries(
    found.map((flat) => {
      const told = new Map(flat.map((word, index) => [String(word), flat[index + 1]]));
      return [String(told.get("library_name")), sha1(String(told.get("library_code")))];
    }),
  );
}

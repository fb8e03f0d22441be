import { createHash } from "node:crypto";
import { z } from "zod";
import { byCodeUnit } from "./by-code-unit.ts";
import type { Item } from "./inventory.ts";
import type { Kind } from "./kind.ts";
import { clusterKinds, databaseKinds } from "./kinds.ts";
import { database } from "./kinds/database.ts";
import { measureSequences } from "./measure-sequences.ts";
import { measureRows, type RowsWish } from "./rows/measure-rows.ts";
import { pinSession, type PinnedSession } from "./pin-session.ts";
import { readItems } from "./read-items.ts";
import type { SqlSession } from "./sql-session.ts";

/** All items of one kind in one database, or of the cluster; what is measured is a group of its own. */
export interface Group {
  readonly database?: string;
  /** A kind's name, or that of a measured property. */
  readonly of: string;
  readonly items: readonly Item[];
}

/** Opens a session with a database, as a superuser. It is given none to write with. */
export type OpenOne = (database: string) => Promise<SqlSession>;

export interface FingerprintWish {
  /** The database to ask about the cluster in. */
  readonly entry: string;
  /** What the catalogs tell. */
  readonly catalogs: boolean;
  /** Rows and positions of sequences, which take as long as the tables are large; undefined leaves them out. */
  readonly rows: Pick<RowsWish, "content" | "jobs"> | undefined;
  /** Databases that accept connections for as long as the run looks into them; told as closed, as their users know them. */
  readonly opened: readonly string[];
  readonly signal: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

/** What is measured, which no catalog tells, in the order it is told. */
export const measures: readonly string[] = ["position", "rows"];

/** Stands in the place of a kind for a database that cannot be looked into, because it accepts no connections. */
export const closedDatabase = "closed";

/**
 * Everything a server holds, group by group, so that only one is in memory. Values are digests, because some are secrets
 * and many are long; numbers of rows and positions are themselves.
 */
export async function* fingerprint(open: OpenOne, wish: FingerprintWish): AsyncGenerator<Group> {
  const cluster = await opened(open, wish.entry);
  const databases: DatabaseFound[] = [];
  try {
    for (const kind of wish.catalogs ? clusterKinds : []) {
      const items = await readAll(cluster, kind);
      yield { of: kind.name, items: items.map((item) => digested(asUsersKnowIt(item, wish.opened))) };
    }
    databases.push(...(await readDatabases(cluster)));
  } finally {
    await cluster.session.end();
  }
  for (const [done, { name, open: isOpen }] of databases.entries()) {
    wish.signal.throwIfAborted();
    wish.progress?.(done, databases.length);
    if (isOpen) yield* inDatabase(open, name, wish);
    else yield { database: name, of: closedDatabase, items: [] };
  }
}

async function* inDatabase(
  open: OpenOne,
  name: string,
  { catalogs, rows, signal }: FingerprintWish,
): AsyncGenerator<Group> {
  const pinned = await opened(open, name);
  try {
    for (const kind of catalogs ? databaseKinds : []) {
      signal.throwIfAborted();
      yield { database: name, of: kind.name, items: (await readAll(pinned, kind)).map(digested) };
    }
    if (rows === undefined) return;
    yield { database: name, of: "position", items: await measureSequences(pinned) };
    const items = await measureRows(pinned, { ...rows, open: () => opened(open, name) });
    yield { database: name, of: "rows", items };
  } finally {
    await pinned.session.end();
  }
}

async function opened(open: OpenOne, name: string): Promise<PinnedSession> {
  const session = await open(name);
  try {
    return await pinSession(session, "source", name);
  } catch (error) {
    await session.end();
    throw error;
  }
}

interface DatabaseFound {
  readonly name: string;
  readonly open: boolean;
}

/** In an order that depends on no server. template0 is closed by design, and nobody's. */
async function readDatabases({ session }: PinnedSession): Promise<DatabaseFound[]> {
  const found = await session.rows(
    z.object({ name: z.string(), open: z.boolean() }),
    `select d.datname::text as name, d.datallowconn and d.datconnlimit <> -2 as open
     from pg_database d where d.datallowconn or d.datname <> 'template0'`,
  );
  return found.sort(({ name: a }, { name: b }) => byCodeUnit(a, b));
}

const readAll = (pinned: PinnedSession, kind: Kind): Promise<Item[]> =>
  readItems(pinned, kind, { server: pinned.major, common: pinned.major });

function asUsersKnowIt(item: Item, openedForUs: readonly string[]): Item {
  const name = item.kind === database.name ? item.address["name"] : undefined;
  if (typeof name !== "string" || !openedForUs.includes(name)) return item;
  return { ...item, properties: { ...item.properties, "connections allowed": "false" } };
}

function digested({ kind, identity, properties, address: { relation } }: Item): Item {
  const digests = Object.entries(properties).map(([key, value]) => [key, value && digestOf(value)]);
  return {
    kind,
    identity,
    properties: Object.fromEntries(digests) as Item["properties"],
    address: relation === undefined ? {} : { relation },
  };
}

function digestOf(value: string): string {
  return `sha256:${createHash("sha256").update(value).digest("base64url")}`;
}

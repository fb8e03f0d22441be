import { z } from "zod";
import { invariant } from "../../../core/errors.ts";
import { both } from "./both.ts";
import { compareDatabase, type DatabaseCompared } from "./compare-database.ts";
import { compareKind, type TwoSides } from "./compare-kind.ts";
import type { CompareRowsWish } from "./compare-rows.ts";
import type { Difference, Item, NotCompared, Side } from "./inventory.ts";
import { clusterKinds } from "./kinds.ts";
import { findLawfulReason } from "./lawful-differences.ts";
import { pinSession, type PinnedSession } from "./pin-session.ts";
import type { SqlSession } from "./sql-session.ts";

/** Opens a session with a database of one side, as a superuser. A name is taken literally. */
export type OpenSession = (side: Side, database: string) => Promise<SqlSession>;

export interface LawfulDifferenceFound {
  readonly difference: Difference;
  readonly reason: string;
}

export interface ClustersCompared {
  /** Nothing was lost where this is empty. */
  readonly differences: readonly Difference[];
  readonly lawful: readonly LawfulDifferenceFound[];
  readonly counted: {
    readonly databases: number;
    readonly tables: number;
    readonly rows: bigint;
    /** Everything the source holds that was compared, tables included, rows not. */
    readonly objects: number;
  };
}

export interface CompareOptions {
  /** The database to ask about the cluster in, on each side; `postgres` where absent. */
  readonly entry?: Readonly<Record<Side, string>>;
  /** How rows are compared: by their content in one session where absent. */
  readonly rows?: Pick<CompareRowsWish, "content" | "jobs"> & {
    /** What of a database was measured in the source before, with the same wish; nobody wrote to it since. */
    readonly measured?: (database: string) => readonly Item[] | undefined;
  };
  /** Called when a database has been compared. */
  readonly progress?: (done: number, total: number) => void;
  /** Aborts between two databases and two kinds of a session that was opened with it. */
  readonly signal?: AbortSignal;
}

/**
 * Compares everything two clusters hold. It changes neither: the source's sessions are read-only, and what is tried in
 * the target is rolled back.
 *
 * Nobody else may write to either while it runs. A query that fails makes it throw; what cannot be looked into is a
 * difference; so nothing is ever equal unseen.
 */
export async function compareClusters(
  open: OpenSession,
  options: CompareOptions = {},
): Promise<ClustersCompared> {
  const entry = options.entry ?? { source: "postgres", target: "postgres" };
  const cluster = await withBoth(open, entry, undefined, compareCluster);
  const found: DatabaseCompared[] = [];
  for (const [done, database] of cluster.databases.entries()) {
    options.signal?.throwIfAborted();
    options.progress?.(done, cluster.databases.length);
    const rows = rowsWish(database, open, options.rows);
    found.push(
      await withBoth(open, { source: database, target: database }, database, (sides) =>
        compareDatabase(sides, rows),
      ),
    );
  }
  options.progress?.(cluster.databases.length, cluster.databases.length);

  const all = [...cluster.differences, ...found.flatMap(({ differences }) => differences)];
  const judged = all.map((difference) => ({
    difference,
    reason: findLawfulReason(difference, cluster.pair),
  }));
  return {
    differences: judged.flatMap(({ difference, reason }) => (reason === undefined ? [difference] : [])),
    lawful: judged.flatMap(({ difference, reason }) =>
      reason === undefined ? [] : [{ difference, reason }],
    ),
    counted: {
      databases: found.length,
      tables: found.reduce((sum, { tables }) => sum + tables, 0),
      rows: found.reduce((sum, { rows }) => sum + rows, 0n),
      objects: found.reduce((sum, { objects }) => sum + objects, cluster.objects),
    },
  };
}

function rowsWish(
  database: string,
  open: OpenSession,
  { content = true, jobs = 1, measured }: Partial<NonNullable<CompareOptions["rows"]>> = {},
): CompareRowsWish {
  const known = measured?.(database);
  return {
    content,
    jobs,
    open: async (side) => pinSession(await open(side, database), side, database),
    ...(known === undefined ? {} : { measured: known }),
  };
}

async function compareCluster(sides: TwoSides): Promise<{
  readonly differences: readonly Difference[];
  readonly objects: number;
  readonly databases: readonly string[];
  readonly pair: { readonly source: number; readonly target: number };
}> {
  const { source, target } = sides;
  invariant(source.server !== target.server, "source and target are two servers");
  const differences: Difference[] = [];
  let objects = 0;
  for (const kind of clusterKinds) {
    const compared = await compareKind(kind, sides);
    differences.push(...compared.differences);
    objects += compared.objects;
  }
  const [here, there] = await both(readDatabases(source), readDatabases(target));
  const { comparable, closed } = partition(here, there);
  return {
    differences: [...differences, ...closed],
    objects,
    databases: comparable,
    pair: { source: source.major, target: target.major },
  };
}

const databaseSchema = z.object({ name: z.string(), open: z.boolean() });
type Databases = ReadonlyMap<string, boolean>;

async function readDatabases({ session }: PinnedSession): Promise<Databases> {
  const rows = await session.rows(
    databaseSchema,
    `select d.datname::text as name, d.datallowconn and d.datconnlimit <> -2 as open
     from pg_database d order by d.datname collate "C"`,
  );
  return new Map(rows.map(({ name, open }) => [name, open]));
}

/** A database on one side only is a difference already. template0 is closed by design and holds nothing of anyone's. */
function partition(source: Databases, target: Databases): { comparable: string[]; closed: NotCompared[] } {
  const shared = [...source.keys()].filter((name) => target.has(name));
  const isOpen = (name: string): boolean => source.get(name) === true && target.get(name) === true;
  const closed = shared
    .filter((name) => !isOpen(name) && !(name === "template0" && !source.get(name) && !target.get(name)))
    .map((name): NotCompared => {
      const sides = (["source", "target"] as const).filter(
        (side) => ({ source, target })[side].get(name) !== true,
      );
      return {
        kind: "database",
        identity: name,
        what: "not compared",
        reason: `it takes no connections in the ${sides.join(" and the ")}`,
      };
    });
  return { comparable: shared.filter(isOpen), closed };
}

async function withBoth<T>(
  open: OpenSession,
  databases: Readonly<Record<Side, string>>,
  database: string | undefined,
  work: (sides: TwoSides) => Promise<T>,
): Promise<T> {
  const opened: SqlSession[] = [];
  const pinned = async (side: Side): Promise<PinnedSession> => {
    const session = await open(side, databases[side]);
    opened.push(session);
    return pinSession(session, side, databases[side]);
  };
  try {
    const [source, target] = await both(pinned("source"), pinned("target"));
    return await work({ source, target, ...(database === undefined ? {} : { database }) });
  } finally {
    await Promise.all(opened.map((session) => session.end()));
  }
}

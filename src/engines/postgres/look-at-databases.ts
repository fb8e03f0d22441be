import { z } from "zod";
import type { DatabaseContents, ServerFacts } from "./facts.ts";
import type { Session } from "./session.ts";

/** Looking needs few connections of a server that may have few left. */
const atOnce = 4;

/** Looks into each database that accepts connections. @param open a session in a database, which is ended here */
export async function lookAtDatabases(
  databases: ServerFacts["databases"],
  open: (database: string) => Promise<Session>,
): Promise<DatabaseContents[]> {
  const queue = databases.filter(isVisited).map(({ name }) => name);
  const found: DatabaseContents[] = [];
  const visit = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const session = await open(name);
      try {
        found.push(await lookInto(session, name));
      } finally {
        await session.end();
      }
    }
  };
  const visits = await Promise.allSettled(Array.from({ length: atOnce }, visit));
  for (const ended of visits) if (ended.status === "rejected") throw ended.reason;
  return found.sort((a, b) => (a.database < b.database ? -1 : 1));
}

export function isVisited(database: ServerFacts["databases"][number]): boolean {
  return database.allowsConnections && database.connectionLimit !== -2;
}

async function lookInto(session: Session, database: string): Promise<DatabaseContents> {
  const counts = await session.row(
    z.object({ tables: z.int(), largeObjects: z.int(), publications: z.array(z.string()) }),
    `select (select count(*)::int4 from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as tables,
            (select count(*)::int4 from pg_largeobject_metadata) as "largeObjects",
            array(select pubname::text from pg_publication order by 1) as publications`,
  );
  const extensions = await session.rows(
    z.object({ name: z.string(), version: z.string(), schema: z.string() }),
    `select e.extname as name, e.extversion as version, n.nspname as schema
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace order by 1`,
  );
  return { database, extensions, ...counts };
}

import { z } from "zod";
import type { DatabaseContents, ServerFacts } from "./facts.ts";
import { lookForUnrestorable } from "./look-for-unrestorable.ts";
import { lookAtExtensions } from "./look-at-extensions.ts";
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

/** A view's rule depends on what it reads; a materialized view may do so through other views. */
const remoteViews = `
  with recursive reads as (
    select r.ev_class as view, d.refobjid as relation
      from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
     where d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
  ), reached as (
    select v.oid as view, reads.relation from pg_class v join reads on reads.view = v.oid
     where v.relkind = 'm' and v.relispopulated
    union
    select reached.view, reads.relation from reached join reads on reads.view = reached.relation
  )
  select distinct reached.view::regclass::text from reached join pg_class f on f.oid = reached.relation
   where f.relkind = 'f' order by 1`;

/** Those of extensions come with the extensions. */
const libraries = `
  select distinct p.probin from pg_proc p join pg_language l on l.oid = p.prolang
   where l.lanname = 'c' and p.oid >= 16384
     and p.oid not in (select objid from pg_depend where classid = 'pg_proc'::regclass and deptype = 'e')
   order by 1`;

async function lookInto(session: Session, database: string): Promise<DatabaseContents> {
  const counts = await session.row(
    z.object({
      tables: z.int(),
      largeObjects: z.int(),
      publications: z.array(z.string()),
      lacks: z.array(z.enum(["schema public", "extension plpgsql"])),
      sqlPrivileges: z.boolean(),
      remoteViews: z.array(z.string()),
      libraries: z.array(z.string()),
    }),
    `select (select count(*)::int4 from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as tables,
            (select count(*)::int4 from pg_largeobject_metadata) as "largeObjects",
            array(select pubname::text from pg_publication order by 1) as publications,
            array(select 'schema public' where to_regnamespace('public') is null
                  union all
                  select 'extension plpgsql' where not exists (select from pg_extension where extname = 'plpgsql')
                 ) as lacks,
            exists (select from pg_language where lanname = 'sql' and lanacl is not null) as "sqlPrivileges",
            array(${remoteViews}) as "remoteViews", array(${libraries}) as libraries`,
  );
  const extensions = await session.rows(
    z.object({ name: z.string(), version: z.string(), schema: z.string() }),
    `select e.extname as name, e.extversion as version, n.nspname as schema
     from pg_extension e join pg_namespace n on n.oid = e.extnamespace order by 1`,
  );
  const unrestorable = await lookForUnrestorable(session);
  return { database, extensions, ...counts, unrestorable, onExtensions: await lookAtExtensions(session) };
}

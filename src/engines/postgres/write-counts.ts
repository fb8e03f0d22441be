import { z } from "zod";
import type { Plan } from "../../core/plan.ts";
import { factsOf } from "./facts-of.ts";
import type { Session } from "./session.ts";

/** Rows inserted, updated and deleted in the users' tables of one database, by the server's statistics. */
const counts = z.strictObject({ inserted: z.string(), updated: z.string(), deleted: z.string() });

export const writeCounts = z.record(z.string(), counts);
export type WriteCounts = z.infer<typeof writeCounts>;

type OnDatabase = <T>(database: string, work: (session: Session) => Promise<T>) => Promise<T>;

/**
 * Every database that accepts connections, one after another. System catalogs are left out, because upkeep writes there.
 * The statistics are kept across clean restarts and lag by about a second.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-TABLES-VIEW
 */
export async function countWrites(plan: Plan, onDatabase: OnDatabase): Promise<WriteCounts> {
  const open = factsOf(plan).databases.filter(({ allowsConnections }) => allowsConnections);
  const entries: [string, z.infer<typeof counts>][] = [];
  for (const { name } of open) {
    entries.push([name, await onDatabase(name, (session) => session.row(counts, sql))]);
  }
  return Object.fromEntries(entries);
}

const sql = `
  select coalesce(sum(n_tup_ins), 0)::text as inserted, coalesce(sum(n_tup_upd), 0)::text as updated,
         coalesce(sum(n_tup_del), 0)::text as deleted
    from pg_stat_user_tables`;

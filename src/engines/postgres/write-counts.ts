import { z } from "zod";
import type { Session } from "./session.ts";

/** Rows that client transactions inserted, updated and deleted in one database since it was made, by its statistics. */
const counts = z.strictObject({ inserted: z.string(), updated: z.string(), deleted: z.string() });

export const writeCounts = z.record(z.string(), counts);
export type WriteCounts = z.infer<typeof writeCounts>;

const row = counts.extend({ database: z.string() });

/**
 * Every database at once, from one session. The statistics are kept across clean restarts and lag by about a second.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW
 */
export async function countWrites(session: Session): Promise<WriteCounts> {
  const rows = await session.rows(
    row,
    `select datname::text as database, tup_inserted::text as inserted, tup_updated::text as updated,
            tup_deleted::text as deleted
       from pg_stat_database where datname is not null order by datname`,
  );
  return Object.fromEntries(rows.map(({ database, ...rest }) => [database, rest]));
}

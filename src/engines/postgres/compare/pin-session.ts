import { z } from "zod";
import { invariant } from "../../../core/errors.ts";
import type { Side } from "./inventory.ts";
import type { SqlSession } from "./sql-session.ts";

export interface PinnedSession {
  readonly session: SqlSession;
  readonly major: number;
  /** The database is SQL_ASCII: its texts are bytes of no known encoding. */
  readonly bytes: boolean;
  /** Tells this server from any other, and this start of it. */
  readonly server: string;
}

/**
 * Users set these per role and database, and each would change what the same catalog reads like. Every identifier is
 * quoted, because which words need it depends on the major. The memory lets catalogs without statistics be hashed, as a
 * freshly restored server has them.
 */
const settings: Readonly<Record<string, string>> = {
  search_path: "pg_catalog, pg_temp",
  quote_all_identifiers: "on",
  client_encoding: "UTF8",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  extra_float_digits: "3",
  bytea_output: "hex",
  lc_monetary: "C",
  lc_numeric: "C",
  xmloption: "content",
  standard_conforming_strings: "on",
  row_security: "off",
  zero_damaged_pages: "off",
  ignore_checksum_failure: "off",
  jit: "off",
  work_mem: "32MB",
  check_function_bodies: "off",
  session_replication_role: "replica",
  statement_timeout: "0",
  lock_timeout: "10s",
  idle_in_transaction_session_timeout: "0",
};

const identitySchema = z.object({
  database: z.string(),
  version: z.string(),
  encoding: z.string(),
  server: z.string(),
});

const whereItIs = `select current_database() as database, current_setting('server_version_num') as version,
    current_setting('server_encoding') as encoding,
    (select system_identifier from pg_control_system()) || ' since ' || pg_postmaster_start_time() as server`;

/** Gives both sides the same settings, and the source none to write with. Fails where it is not the database asked for. */
export async function pinSession(session: SqlSession, side: Side, database: string): Promise<PinnedSession> {
  const pins = { ...settings, default_transaction_read_only: side === "source" ? "on" : "off" };
  await session.run(pinning(pins));
  const [found] = await session.rows(identitySchema, whereItIs);
  invariant(found !== undefined, "a session says where it is");
  invariant(found.database === database, `the session is in database ${found.database}, not in ${database}`);
  const bytes = found.encoding === "SQL_ASCII";
  // Asked for anything else, the server refuses bytes that are not valid there.
  if (bytes) await session.run("set client_encoding = 'SQL_ASCII'");
  return {
    session,
    major: Math.floor(Number(found.version) / 10_000),
    bytes,
    server: found.server,
  };
}

function pinning(pins: Readonly<Record<string, string>>): string {
  return Object.entries(pins)
    .map(([name, value]) => `set ${name} = ${name === "search_path" ? value : `'${value}'`};`)
    .join(" ");
}

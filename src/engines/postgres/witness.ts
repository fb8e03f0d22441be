import { z } from "zod";
import type { Session } from "./session.ts";

const row = z.object({ xmax: z.string() });

/**
 * The next transaction id nobody has taken. Reading and dumping take none; every INSERT, UPDATE, DELETE and DDL takes
 * one. So two equal values mean that nothing was written between them.
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT
 */
export async function nextTransaction(session: Session): Promise<string> {
  const sql = "select pg_snapshot_xmax(pg_current_snapshot())::text as xmax";
  return (await session.row(row, sql)).xmax;
}

/** pg_controldata writes it as `epoch:xid`; together they are the 64-bit number the server prints. */
export function nextTransactionOf(controlData: string): string | undefined {
  const match = /^Latest checkpoint's NextXID:\s+(\d+):(\d+)$/m.exec(controlData);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : ((BigInt(match[1]) << 32n) | BigInt(match[2])).toString();
}

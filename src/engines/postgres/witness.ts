import { z } from "zod";
import { StepError } from "../../core/errors.ts";
import type { Session } from "./session.ts";

const row = z.object({ xmax: z.string() });
const lockRow = z.object({ lock: z.string() });

/**
 * The next transaction id nobody has taken. Reading and dumping take none; every INSERT, UPDATE, DELETE and DDL takes
 * one. So two equal values mean that nothing was written between them.
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT
 */
export async function nextTransaction(session: Session): Promise<string> {
  const sql = "select pg_snapshot_xmax(pg_current_snapshot())::text as xmax";
  return (await session.row(row, sql)).xmax;
}

/**
 * Which server has the data directory, by its lock file: the start of another one on the same files, in whatever
 * container, writes its own, and its end takes it away. Empty where there is none.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export async function lockFileOf(session: Session): Promise<string> {
  const sql = `select coalesce(split_part(f, chr(10), 1) || ' ' || split_part(f, chr(10), 3), '') as lock
                 from pg_read_file('postmaster.pid', 0, 4096, true) f`;
  return (await session.row(lockRow, sql)).lock;
}

/** @throws StepError where the lock file is not the one there was at the fence */
export function assertOnlyServer(atFence: string, now: string): void {
  if (now === atFence) return;
  throw new StepError({
    summary: "Another server was started on the source's volume behind the fence",
    detail: [
      "Two servers on the same files do not know of each other's writes, so this attempt is void.",
      "Look for it before you try again, and make sure that it is stopped.",
    ],
  });
}

/** pg_controldata writes it as `epoch:xid`; together they are the 64-bit number the server prints. */
export function nextTransactionOf(controlData: string): string | undefined {
  const match = /^Latest checkpoint's NextXID:\s+(\d+):(\d+)$/m.exec(controlData);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : ((BigInt(match[1]) << 32n) | BigInt(match[2])).toString();
}

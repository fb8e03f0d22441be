import type { PostgresFacts } from "./facts.ts";

type Facts = Pick<PostgresFacts, "maxConnections" | "maxLocksPerTransaction"> & {
  readonly contents: readonly Pick<PostgresFacts["contents"][number], "tables">[];
};

/**
 * A dump holds a lock on every table of a database to its end. A server has room for so many of each connection it may
 * have, which a database of ten thousand tables outgrows although nobody ever noticed.
 */
export function lockArguments({
  contents,
  maxConnections,
  maxLocksPerTransaction,
}: Facts): readonly string[] {
  const most = Math.max(0, ...contents.map(({ tables }) => tables));
  const wanted = Math.ceil((2 * most + 1000) / maxConnections);
  return wanted > maxLocksPerTransaction ? ["-c", `max_locks_per_transaction=${String(wanted)}`] : [];
}

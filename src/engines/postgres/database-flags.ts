import type { ReadContext } from "../../playbook/context.ts";
import { factsOf } from "./facts-of.ts";
import { onPrivate } from "./private-server.ts";
import { quoteIdent } from "./quote.ts";

/** Databases that accept no connections: pg_dumpall leaves them out without a word. template0 is meant to be so. */
export function closedDatabases(ctx: Pick<ReadContext, "plan">): readonly string[] {
  return factsOf(ctx.plan)
    .databases.filter(({ name, allowsConnections }) => !allowsConnections && name !== "template0")
    .map(({ name }) => name);
}

/** Sets whether these databases of a private server accept connections. */
export async function allowConnections(
  ctx: ReadContext,
  containerId: string,
  databases: readonly string[],
  allowed: boolean,
): Promise<void> {
  if (databases.length === 0) return;
  await onPrivate(ctx, containerId, "template1", async (session) => {
    for (const database of databases) {
      await session.run(`alter database ${quoteIdent(database)} allow_connections ${String(allowed)}`);
    }
  });
}

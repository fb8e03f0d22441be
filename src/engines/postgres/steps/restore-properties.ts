import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { allowConnections, closedDatabases } from "../database-flags.ts";
import { copyDatabaseProperties } from "../database-properties.ts";
import { factsOf } from "../facts-of.ts";
import type { PostgresFacts } from "../facts.ts";
import { onPrivate } from "../private-server.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

/** Databases every cluster has: pg_dumpall does not create them, and leaves their own properties out. */
const always = ["postgres", "template1"];

/** Restores what pg_dumpall leaves out: owner, privileges, comment, limits and settings of `postgres` and `template1`. */
export const restoreProperties = defineCompensable({
  id: "postgres/restore-properties",
  title: "Restore what pg_dumpall leaves out",
  seconds: 300,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const source = ctx.outputOf(startFencedSource).containerId;
    const target = ctx.outputOf(startHiddenTarget).containerId;
    await onPrivate(ctx, source, "template1", (from) =>
      onPrivate(ctx, target, "template1", async (to) => {
        for (const database of always) await copyDatabaseProperties(from, to, database);
      }),
    );
    for (const { database, lacks } of factsOf(ctx.plan).contents) {
      if (lacks.length > 0) await dropAll(ctx, target, database, lacks);
    }
    return {};
  },
  /** It goes with the volume. */
  compensate: () => Promise.resolve(),
});

/** A dump never says that something is not there, so what initdb made and the source has dropped is dropped here. */
function dropAll(
  ctx: ReadContext,
  target: string,
  database: string,
  lacks: PostgresFacts["contents"][number]["lacks"],
): Promise<void> {
  return onPrivate(ctx, target, database, async (session) => {
    for (const what of lacks) await session.run(`drop ${what}`);
  });
}

/** Closes in the target what was closed in the source, once nobody of us has to look into it any more. */
export async function closeDatabases(ctx: ReadContext, containerId: string): Promise<void> {
  await allowConnections(ctx, containerId, closedDatabases(ctx), false);
}

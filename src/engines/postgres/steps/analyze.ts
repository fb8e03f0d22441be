import { z } from "zod";
import { messageOf } from "../../../core/errors.ts";
import { defineRetryable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { factsOf } from "../facts-of.ts";
import { onServer } from "../user-server.ts";

/**
 * A restored database has no statistics, and plans badly until it has. Clients are served meanwhile. A database that
 * cannot be analysed is said, and costs nothing but speed: autovacuum gets there later.
 */
export const analyze = defineRetryable({
  id: "postgres/analyze",
  title: "Gather statistics",
  reads: [createTarget],
  seconds: 24 * 3600,
  output: z.strictObject({ databases: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const open = factsOf(ctx.plan).databases.filter(({ allowsConnections }) => allowsConnections);
    let done = 0;
    for (const { name } of open) {
      try {
        await onServer(ctx, containerId, name, (session) => session.run("analyze"));
        done += 1;
      } catch (error) {
        if (ctx.signal.aborted) throw error;
        ctx.note(`"${name}" was not analysed: ${messageOf(error)}`);
      }
      ctx.progress(done, open.length, "databases");
    }
    return { databases: done };
  },
});

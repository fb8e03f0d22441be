import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { onPrivate } from "../private-server.ts";
import { countWrites, writeCounts } from "../write-counts.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

/** Writes out what was restored while it is being verified, so that the clean stop that follows is short. */
export const flushTarget = defineCompensable({
  id: "postgres/flush-target",
  title: "Write the target out to disk",
  reads: [startHiddenTarget],
  seconds: 3600,
  /** How much was written until clients come: what a rollback later is measured against. */
  output: z.strictObject({ writes: writeCounts }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    await onPrivate(ctx, containerId, "template1", (session) => session.run("checkpoint"));
    const writes = await countWrites(ctx.plan, (database, work) =>
      onPrivate(ctx, containerId, database, work),
    );
    return { writes };
  },
  /** It goes with the volume. */
  compensate: () => Promise.resolve(),
});

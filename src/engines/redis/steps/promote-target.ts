import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { stopSource } from "../../../steps/stop-source.ts";
import { onPrivate } from "../private-server.ts";
import { follow } from "../replication/follow.ts";
import { replicationState } from "../replication/replication-state.ts";
import { catchUp } from "./catch-up.ts";

const ended: readonly string[] = ["exited", "dead", "created"];

/** The source has ended: the target follows nobody any more, and takes writes. */
export const promoteTarget = defineCompensable({
  id: "redis/promote-target",
  title: "Promote the target",
  reads: [createTarget, stopSource, catchUp],
  seconds: 120,
  redoWhenInDoubt: true,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source === undefined || !ended.includes(source.state)) {
      throw new StepError({ summary: "The source has not ended, so the target is not promoted" });
    }
    const { offset } = ctx.outputOf(catchUp);
    await onPrivate(ctx, ctx.outputOf(createTarget).containerId, async (session) => {
      const reached = (await replicationState(session)).offset;
      if (reached < offset) {
        throw new StepError({ summary: "The target has lost what it had caught up with" });
      }
      await follow(session, "ended", "nobody");
    });
    return {};
  },
  /** It goes with its container. */
  compensate: () => Promise.resolve(),
});

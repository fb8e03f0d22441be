import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { onPrivate } from "../private-server.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

/** Writes out what was restored while it is being verified, so that the clean stop that follows is short. */
export const flushTarget = defineCompensable({
  id: "postgres/flush-target",
  title: "Write the target out to disk",
  seconds: 3600,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    await onPrivate(ctx, containerId, "template1", (session) => session.run("checkpoint"));
    return {};
  },
  /** It goes with the volume. */
  compensate: () => Promise.resolve(),
});

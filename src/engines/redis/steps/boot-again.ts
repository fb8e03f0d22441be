import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { stopServer } from "../../../playbook/stop-server.ts";
import { awaitPrivate } from "../private-server.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const stopSeconds = 1800;

/**
 * Ends the target and starts it again: now it reads what it wrote itself, as it will after every restart. A server that
 * took its data from one place and keeps it in another comes up empty only then.
 */
export const bootAgain = defineCompensable({
  id: "redis/boot-again",
  title: "Start the target a second time",
  reads: [startHiddenTarget],
  seconds: 2 * stopSeconds + 200,
  redoWhenInDoubt: true,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    const target = await ctx.runtime.findContainer(containerId);
    if (target !== undefined) await stopServer(ctx, target, stopSeconds);
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    return {};
  },
  /** It goes with the hidden target. */
  compensate: () => Promise.resolve(),
});

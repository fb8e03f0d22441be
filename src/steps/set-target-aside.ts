import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { stopServer } from "../playbook/stop-server.ts";
import { createTarget } from "./create-target.ts";

const stopSeconds = 1800;

/** Takes the stopped target off its networks, so that it holds no address, and gives it another name. It is kept. */
export const setTargetAside = defineRetryable({
  id: "docker/set-target-aside",
  title: "Rename the target",
  reads: [createTarget],
  seconds: stopSeconds + 60,
  output: z.strictObject({ name: z.string() }),
  async probe({ runtime, plan, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    const { setAsideTarget } = plan.target;
    // Whoever has removed it has taken it out of the way, too; the source is what is left, and has to come back.
    const aside = target === undefined || target.name === setAsideTarget;
    return aside ? { state: "present", output: { name: setAsideTarget } } : { state: "absent" };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const target = await ctx.runtime.findContainer(containerId);
    if (target === undefined) return { name: ctx.plan.target.setAsideTarget };
    // Somebody may have started it again, and what runs is not made unstartable.
    await stopServer(ctx, target, stopSeconds);
    await ctx.runtime.makeUnstartable(containerId, ctx.labelsFor("nowhere"));
    await ctx.runtime.rename(containerId, ctx.plan.target.setAsideTarget);
    return { name: ctx.plan.target.setAsideTarget };
  },
});

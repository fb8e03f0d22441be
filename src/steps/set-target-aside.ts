import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
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
    if ((await ctx.runtime.findContainer(containerId)) === undefined) {
      return { name: ctx.plan.target.setAsideTarget };
    }
    // Somebody may have started it again, and what runs is not made unstartable.
    await ctx.runtime.stop(containerId, stopSeconds, ctx.engine.stopSignal);
    await ctx.runtime.makeUnstartable(containerId, ctx.labelsFor("nowhere"));
    await ctx.runtime.rename(containerId, ctx.plan.target.setAsideTarget);
    return { name: ctx.plan.target.setAsideTarget };
  },
});

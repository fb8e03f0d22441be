import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { createTarget } from "./create-target.ts";

/** Takes the stopped target off its networks, so that it holds no address, and gives it another name. It is kept. */
export const setTargetAside = defineRetryable({
  id: "docker/set-target-aside",
  title: "Rename the target",
  reads: [createTarget],
  seconds: 60,
  output: z.strictObject({ name: z.string() }),
  async probe({ runtime, plan, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    const aside = target?.name === plan.target.setAsideTarget;
    return aside ? { state: "present", output: { name: target.name } } : { state: "absent" };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    await ctx.runtime.makeUnstartable(containerId, ctx.labelsFor("nowhere"));
    await ctx.runtime.rename(containerId, ctx.plan.target.setAsideTarget);
    return { name: ctx.plan.target.setAsideTarget };
  },
});

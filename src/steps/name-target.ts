import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";
import { createTarget, targetRole } from "./create-target.ts";
import { ownName } from "./own-container.ts";

/** Gives a target that was made beside the serving source the source's name, which has to be free by now. */
export const nameTarget = defineCompensable({
  id: "docker/name-target",
  title: "Give the target the source's name",
  reads: [createTarget],
  seconds: 60,
  output: z.strictObject({}),
  async probe({ runtime, plan, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    return target?.name === plan.source.container ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply({ runtime, plan, outputOf }) {
    await runtime.rename(outputOf(createTarget).containerId, plan.source.container);
    return {};
  },
  async compensate(ctx) {
    const target = ctx.findOutputOf(createTarget);
    const there = target && (await ctx.runtime.findContainer(target.containerId));
    if (there?.name === ctx.plan.source.container) {
      await ctx.runtime.rename(there.id, ownName(ctx, targetRole));
    }
  },
});

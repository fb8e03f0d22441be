import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";
import { createTarget } from "./create-target.ts";

/**
 * Takes the created target off every network, which is the gate of an engine whose server has none of its own: started
 * like this it can be reached by nobody but us, and publishes no port. Docker starts it so, and takes it onto its networks
 * while it runs.
 */
export const cutOffTarget = defineCompensable({
  id: "docker/cut-off-target",
  title: "Take the target off its networks",
  reads: [createTarget],
  seconds: 60,
  holds: true,
  output: z.strictObject({}),
  async probe(ctx) {
    const target = await ctx.runtime.findContainer(ctx.outputOf(createTarget).containerId);
    return target?.attachments.length === 0 ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply(ctx) {
    await ctx.runtime.attach(ctx.outputOf(createTarget).containerId, []);
    return {};
  },
  /** It goes with its container. */
  compensate: () => Promise.resolve(),
});

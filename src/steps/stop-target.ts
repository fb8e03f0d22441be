import { z } from "zod";
import { defineRetryable } from "../playbook/define-step.ts";
import { stopServer } from "../playbook/stop-server.ts";
import { createTarget } from "./create-target.ts";

const stopSeconds = 1800;

/** Takes the target out of service for a return: restart policy off, then a clean stop. Nothing of it is removed. */
export const stopTarget = defineRetryable({
  id: "docker/stop-target",
  title: "Stop the target",
  reads: [createTarget],
  seconds: stopSeconds + 60,
  output: z.strictObject({}),
  async probe({ runtime, outputOf }) {
    const target = await runtime.findContainer(outputOf(createTarget).containerId);
    const live = target !== undefined && ["running", "paused", "restarting"].includes(target.state);
    return live ? { state: "absent" } : { state: "present", output: {} };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    await ctx.runtime.setRestartPolicy(containerId, { name: "no", maximumRetryCount: 0 });
    const target = await ctx.runtime.findContainer(containerId);
    if (target !== undefined) await stopServer(ctx, target, stopSeconds);
    return {};
  },
});

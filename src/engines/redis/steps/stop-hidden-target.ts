import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { stopServer } from "../../../playbook/stop-server.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const stopSeconds = 1800;

/** Ends the verified target cleanly, so that its final container finds everything on disk. */
export const stopHiddenTarget = defineCompensable({
  id: "redis/stop-hidden-target",
  title: "Stop the hidden target",
  reads: [startHiddenTarget],
  seconds: stopSeconds + 60,
  releases: [startHiddenTarget.id],
  output: z.strictObject({}),
  async probe(ctx) {
    const hidden = ctx.findOutputOf(startHiddenTarget);
    const container = hidden && (await ctx.runtime.findContainer(hidden.containerId));
    const stopped = container?.state === "exited" && container.exitCode === 0;
    return stopped ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    const target = await ctx.runtime.findContainer(containerId);
    if (target !== undefined) await stopServer(ctx, target, stopSeconds);
    return {};
  },
  /** What it holds goes with the volume. */
  compensate: () => Promise.resolve(),
});

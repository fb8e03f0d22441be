import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { closedDatabases } from "../database-flags.ts";
import { startPrivate } from "../private-server.ts";
import { closeDatabases } from "./restore-properties.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const stopSeconds = 1800;

/** Ends the filled target cleanly, so that its final container finds everything on disk. */
export const stopHiddenTarget = defineCompensable({
  id: "postgres/stop-hidden-target",
  title: "Stop the hidden target",
  reads: [startHiddenTarget],
  seconds: stopSeconds + 60,
  releases: ["postgres/start-hidden-target"],
  output: z.strictObject({}),
  async probe(ctx) {
    // That it has ended, by us or with its engine, does not tell whether databases were closed before.
    if (closedDatabases(ctx).length > 0) return { state: "absent" };
    const hidden = ctx.findOutputOf(startHiddenTarget);
    const container = hidden === undefined ? undefined : await ctx.runtime.findContainer(hidden.containerId);
    const stopped = container?.state === "exited" && container.exitCode === 0;
    return stopped ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    if (closedDatabases(ctx).length > 0) await startPrivate(ctx, containerId);
    await closeDatabases(ctx, containerId);
    await ctx.runtime.stop(containerId, stopSeconds, ctx.engine.stopSignal);
    return {};
  },
  /** What was filled goes with the volume. */
  compensate: () => Promise.resolve(),
});

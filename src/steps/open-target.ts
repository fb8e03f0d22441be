import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { awaitServing } from "../playbook/await-serving.ts";
import { definePivot } from "../playbook/define-step.ts";
import { createTarget } from "./create-target.ts";
import { startTarget } from "./start-target.ts";
import { fromStored } from "./attachment-schema.ts";
import { stopSource } from "./stop-source.ts";

const readySeconds = 60;

/**
 * The pivot of a target that was cut off: it gets the source's networks, aliases and addresses, and with them its ports.
 * From the first network on a client may be let in, so from then on there is no way back by itself.
 */
export const openTarget = definePivot({
  id: "docker/open-target",
  title: "Let clients in",
  reads: [createTarget, startTarget, stopSource],
  seconds: 300,
  releases: ["docker/stop-source", "docker/isolate-source", "docker/cut-off-target", "docker/start-target"],
  output: z.strictObject({ openedAt: z.string() }),
  async probe(ctx) {
    const created = ctx.findOutputOf(createTarget);
    if (created === undefined) return { state: "absent" };
    const target = await ctx.runtime.findContainer(created.containerId);
    const wanted = new Set(ctx.findOutputOf(stopSource)?.attachments.map(({ network }) => network));
    const reached = target?.attachments.some(({ network }) => wanted.has(network)) === true;
    // Before anything was put back nobody can have reached it, whether it runs or not.
    return !reached
      ? { state: "absent" }
      : { state: "partial", detail: "The target is on a network of the source's." };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const wanted = ctx.outputOf(stopSource).attachments.map(fromStored);
    // A host that was restarted in between has not started it: it has no restart policy yet.
    await ctx.runtime.start(containerId);
    const expected = { identity: ctx.outputOf(startTarget).identity, seconds: readySeconds };
    await awaitServing(ctx, containerId, expected, ctx.signal);
    await ctx.runtime.attach(containerId, wanted);
    const target = await ctx.runtime.findContainer(containerId);
    if (target?.state !== "running" || target.attachments.length !== wanted.length) {
      throw new StepError({ summary: "The target is not on all of the source's networks" });
    }
    return { openedAt: ctx.clock.now().toISOString() };
  },
});

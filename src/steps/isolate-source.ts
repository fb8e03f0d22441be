import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";
import { fromStored } from "./attachment-schema.ts";
import { stopSource } from "./stop-source.ts";

/**
 * Makes the stopped source unstartable, so that neither a person nor a compose file nor a restart policy puts a second
 * server on the volume: PostgreSQL's own lock file does not protect across containers.
 */
export const isolateSource = defineCompensable({
  id: "docker/isolate-source",
  title: "Make the source unstartable",
  reads: [stopSource],
  seconds: 60,
  holds: true,
  output: z.strictObject({}),
  async probe(ctx) {
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source === undefined) return { state: "absent" };
    if (source.unstartable && source.attachments.length === 0) return { state: "present", output: {} };
    const before = ctx.findOutputOf(stopSource)?.attachments.length ?? source.attachments.length;
    const untouched = !source.unstartable && source.attachments.length === before;
    return untouched
      ? { state: "absent" }
      : { state: "partial", detail: "The source is off some of its networks." };
  },
  async apply(ctx) {
    await ctx.runtime.makeUnstartable(ctx.plan.source.containerId, ctx.labelsFor("nowhere"));
    return {};
  },
  async compensate(ctx) {
    const stored = ctx.findOutputOf(stopSource)?.attachments ?? [];
    await ctx.runtime.attach(ctx.plan.source.containerId, stored.map(fromStored));
  },
});

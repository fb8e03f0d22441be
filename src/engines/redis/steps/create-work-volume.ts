import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { label, type Labels } from "../../../ports/runtime.ts";
import { ownName } from "../../../steps/own-container.ts";

/**
 * A second copy of the source's files, for the source's own version to read once more: so that no server, of whatever
 * version, opens the source volume after the source has ended. It goes with the run.
 */
export const createWorkVolume = defineCompensable({
  id: "redis/create-work-volume",
  title: "Create a volume to read the source from",
  seconds: 60,
  redoWhenInDoubt: true,
  output: z.strictObject({ volume: z.string() }),
  async probe(ctx) {
    const volume = await ctx.runtime.findVolume(nameOf(ctx));
    return volume === undefined
      ? { state: "absent" }
      : { state: "partial", detail: "It may be half filled." };
  },
  async apply(ctx) {
    const volume = nameOf(ctx);
    await ctx.runtime.createVolume(volume, { ...labelsOf(ctx), [label.purpose]: "work" });
    return { volume };
  },
  async compensate(ctx) {
    await ctx.runtime.removeVolume(nameOf(ctx), labelsOf(ctx));
  },
});

const labelsOf = (ctx: ReadContext): Labels => ctx.labelsFor("work");
const nameOf = (ctx: ReadContext): string => ownName(ctx, "work");

import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";
import type { ReadContext } from "../playbook/context.ts";
import { label, type Labels, type Volume } from "../ports/runtime.ts";

/**
 * The target's volume. Every attempt gets one of its own: a data directory that was half made once looks healthy and is
 * not, so nothing half made is ever used again.
 */
export const createVolume = defineCompensable({
  id: "docker/create-volume",
  title: "Create the target volume",
  seconds: 60,
  output: z.strictObject({ volume: z.string() }),
  async probe(ctx) {
    const volume = await ctx.runtime.findVolume(nameOf(ctx));
    if (volume === undefined) return { state: "absent" };
    // Somebody else's volume of that name makes apply fail, which says so.
    return isOwn(ctx, volume) ? { state: "present", output: { volume: volume.name } } : { state: "absent" };
  },
  async apply(ctx) {
    const volume = nameOf(ctx);
    await ctx.runtime.createVolume(volume, {
      ...labelsOf(ctx),
      [label.purpose]: "data",
      [label.created]: ctx.clock.now().toISOString(),
    });
    ctx.note(`created ${volume}`);
    return { volume };
  },
  async compensate(ctx) {
    const volume = await ctx.runtime.findVolume(nameOf(ctx));
    // One that somebody made while the run was on its way there is theirs, and no reason not to go back.
    if (volume !== undefined && isOwn(ctx, volume)) {
      await ctx.runtime.removeVolume(volume.name, labelsOf(ctx));
    }
  },
});

function isOwn(ctx: ReadContext, { labels }: Volume): boolean {
  return Object.entries(labelsOf(ctx)).every(([name, value]) => labels[name] === value);
}

const labelsOf = (ctx: ReadContext): Labels => ctx.labelsFor("data");

function nameOf({ plan, attempt }: ReadContext): string {
  return attempt === 1 ? plan.target.volume : `${plan.target.volume}-a${String(attempt)}`;
}

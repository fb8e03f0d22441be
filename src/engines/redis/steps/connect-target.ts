import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { linkSource, linkTo } from "../../../steps/link-source.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { seedVolume } from "../seed-volume.ts";

/** Puts the target on the link alone, where no client is, with the configuration files it needs to start. */
export const connectTarget = defineCompensable({
  id: "redis/connect-target",
  title: "Put the target on the link",
  reads: [createTarget, createVolume, linkSource, pullImage],
  seconds: 120,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { network, networkId } = ctx.outputOf(linkSource);
    await seedVolume(ctx, ctx.outputOf(pullImage).imageId, ctx.outputOf(createVolume).volume);
    await ctx.runtime.attach(ctx.outputOf(createTarget).containerId, [linkTo(network, networkId)]);
    return {};
  },
  /** It goes with its container. */
  compensate: () => Promise.resolve(),
});

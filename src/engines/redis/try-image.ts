import type { WriteContext } from "../../playbook/context.ts";
import { ownName, removeOwnContainers } from "../../steps/own-container.ts";
import { likeOn } from "./like-on.ts";
import { awaitPrivate, onPrivate } from "./private-server.ts";
import { seedVolume } from "./seed-volume.ts";
import { stateOf, type ServerState } from "./server-state.ts";

const serverRole = "scratch";
const volumeRole = "scratch-data";

/**
 * How a server of an image is set up when it is started like the source, on an empty volume and no network. Nothing of it
 * is left when this returns or throws.
 *
 * @throws StepError with the end of its log where it does not start
 */
export async function tryImage(ctx: WriteContext, imageId: string): Promise<ServerState> {
  const volume = ownName(ctx, volumeRole);
  const labels = ctx.labelsFor(volumeRole);
  await removeScratch(ctx, volume);
  await ctx.runtime.createVolume(volume, labels);
  try {
    await seedVolume(ctx, imageId, volume);
    const containerId = await ctx.runtime.createLike(ctx.plan.source.containerId, {
      ...(await likeOn(ctx, imageId, volume)),
      name: ownName(ctx, serverRole),
      labels: ctx.labelsFor(serverRole),
      private: true,
    });
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    return await onPrivate(ctx, containerId, stateOf);
  } finally {
    await removeScratch(ctx, volume);
  }
}

async function removeScratch(ctx: WriteContext, volume: string): Promise<void> {
  await removeOwnContainers(ctx, serverRole);
  await ctx.runtime.removeVolume(volume, ctx.labelsFor(volumeRole));
}

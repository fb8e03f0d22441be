import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { keyspaceOf } from "../keyspace.ts";
import { likeOn } from "../like-on.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { copyData } from "./copy-data.ts";

const role = "hidden-target";

/** The target's server on the copy, with everything the user gave the source, on no network. */
export const startHiddenTarget = defineCompensable({
  id: "redis/start-hidden-target",
  title: "Start the target, hidden",
  reads: [copyData, pullImage, createVolume],
  seconds: 2000,
  holds: true,
  output: z.strictObject({ containerId: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, role);
    if (own === undefined) return { state: "absent" };
    try {
      await onPrivate(ctx, own.id, (session) => keyspaceOf(session));
      return { state: "present", output: { containerId: own.id } };
    } catch {
      return { state: "partial", detail: `The hidden target is ${own.state}.` };
    }
  },
  async apply(ctx) {
    const { imageId } = ctx.outputOf(pullImage);
    const containerId = await ctx.runtime.createLike(ctx.plan.source.containerId, {
      ...(await likeOn(ctx, imageId, ctx.outputOf(createVolume).volume)),
      name: ownName(ctx, role),
      labels: ctx.labelsFor(role),
      private: true,
    });
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    return { containerId };
  },
  compensate: (ctx) => removeOwnContainers(ctx, role),
});

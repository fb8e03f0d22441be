import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { keyspaceOf } from "../keyspace.ts";
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
    const { containerId: source, mountedAt } = ctx.plan.source;
    const imageId = ctx.outputOf(pullImage).imageId;
    const [from, image] = [await ctx.runtime.findContainer(source), await ctx.runtime.findImage(imageId)];
    if (from === undefined || image === undefined) {
      throw new StepError({ summary: "The source container or the target image is gone" });
    }
    const containerId = await ctx.runtime.createLike(source, {
      name: ownName(ctx, role),
      image: imageId,
      labels: ctx.labelsFor(role),
      dataMount: {
        from: mountedAt,
        volume: ctx.outputOf(createVolume).volume,
        at: ctx.engine.placeOf(from, undefined, image, mountedAt).mountAt,
      },
      private: true,
    });
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    return { containerId };
  },
  compensate: (ctx) => removeOwnContainers(ctx, role),
});

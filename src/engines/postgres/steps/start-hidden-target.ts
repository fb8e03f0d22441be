import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { awaitPrivate, readIdentity } from "../private-server.ts";
import { hiddenArguments } from "../private-flags.ts";
import { initialiseTarget } from "./initialise-target.ts";

/** The role of the container in which the target is filled. */
const hiddenRole = "hidden-target";

/**
 * The target's server, started with everything the user gave the source (command line, environment, limits), so that
 * what the new version does not take is found while the source still serves; on no network, and working for us alone.
 */
export const startHiddenTarget = defineCompensable({
  id: "postgres/start-hidden-target",
  title: "Start the target, hidden",
  reads: [pullImage, createVolume, initialiseTarget],
  seconds: 700,
  holds: true,
  output: z.strictObject({ containerId: z.string(), identity: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, hiddenRole);
    if (own === undefined) return { state: "absent" };
    try {
      return { state: "present", output: { containerId: own.id, identity: await readIdentity(ctx, own.id) } };
    } catch {
      return { state: "partial", detail: `The hidden target is ${own.state}.` };
    }
  },
  async apply(ctx) {
    const { mountAt } = ctx.outputOf(initialiseTarget);
    const containerId = await ctx.runtime.createLike(ctx.plan.source.containerId, {
      name: ownName(ctx, hiddenRole),
      image: ctx.outputOf(pullImage).imageId,
      labels: ctx.labelsFor(hiddenRole),
      dataMount: { from: ctx.plan.source.mountedAt, volume: ctx.outputOf(createVolume).volume, at: mountAt },
      private: true,
      appendArguments: hiddenArguments,
    });
    await ctx.runtime.start(containerId);
    return { containerId, identity: await awaitPrivate(ctx, containerId) };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, hiddenRole);
  },
});

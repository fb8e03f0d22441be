import { z } from "zod";
import { invariant, StepError } from "../core/errors.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import type { Container } from "../ports/runtime.ts";
import { createVolume } from "./create-volume.ts";
import { linkSource } from "./link-source.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "./own-container.ts";
import { pullImage } from "./pull-image.ts";
import { fromStored } from "./attachment-schema.ts";
import { stopSource } from "./stop-source.ts";

/** The role of the container that serves after the switch. */
export const targetRole = "target";

/**
 * The container that takes the source's place: its name, ports, networks and everything else its user gave it, on the
 * target's image and volume. Created with restart policy `no`, and not started.
 */
export const createTarget = defineCompensable({
  id: "docker/create-target",
  title: "Create the target under the source's name",
  reads: [pullImage, createVolume],
  mayRead: [stopSource, linkSource],
  seconds: 120,
  output: z.strictObject({ containerId: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, targetRole);
    return own === undefined ? { state: "absent" } : { state: "present", output: { containerId: own.id } };
  },
  async apply(ctx) {
    const { runtime, engine, plan } = ctx;
    const { imageId } = ctx.outputOf(pullImage);
    const { volume } = ctx.outputOf(createVolume);
    const source = await runtime.findContainer(plan.source.containerId);
    const image = await runtime.findImage(imageId);
    if (source === undefined || image === undefined) {
      throw new StepError({ summary: "The source container or the target image is gone" });
    }
    const known = ctx.findOutputOf(stopSource) ?? ctx.findOutputOf(linkSource);
    invariant(known !== undefined, "a target is created without knowing the source's networks");
    const place = engine.placeOf(
      source,
      await runtime.findImage(source.imageId),
      image,
      plan.source.mountedAt,
    );
    const containerId = await runtime.createLike(source.id, {
      // Beside a source that serves it waits under another.
      name: source.name === plan.source.container ? ownName(ctx, targetRole) : plan.source.container,
      image: plan.target.image,
      labels: ctx.labelsFor(targetRole),
      dataMount: { from: plan.source.mountedAt, volume, at: place.mountAt },
      ...(place.command && { command: place.command }),
      attachments: known.attachments.map(fromStored),
      private: false,
    });
    const created = await runtime.findContainer(containerId);
    assertOnVolume(created, volume, place.mountAt);
    if (created?.imageId !== imageId) {
      throw new StepError({
        summary: `The tag ${plan.target.image} was moved to another image during the run`,
        detail: [`It was ${imageId} and is ${created?.imageId ?? "gone"} now.`],
      });
    }
    return { containerId };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, targetRole);
  },
});

/** From 18 on the image keeps its data elsewhere: a mount at the old place would leave the data on an anonymous volume. */
function assertOnVolume(container: Container | undefined, volume: string, mountAt: string): void {
  const mount = container?.mounts.find(({ destination }) => destination === mountAt);
  if (mount?.volume === volume && container?.mounts.some(({ anonymous }) => anonymous) === false) return;
  throw new StepError({ summary: `The new container does not keep its data on the volume "${volume}"` });
}

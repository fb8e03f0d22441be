import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { linkSource, linkTo, sourceAlias } from "../../../steps/link-source.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { awaitSync } from "../replication/await-sync.ts";
import { follow } from "../replication/follow.ts";
import { leaderOf, sourceRunId } from "../replication/leader-of.ts";
import { replicationState } from "../replication/replication-state.ts";
import { seedVolume } from "../seed-volume.ts";
import { createWorkVolume } from "./create-work-volume.ts";

const role = "witness";
const syncSeconds = 6 * 3600;

/** What the witness is called on the link. */
export const witnessAlias = "dbshift-witness";

/**
 * A server of the source's own version that follows the source, and that the target follows: it can be held still to
 * compare the two while the source goes on.
 */
export const startWitness = defineCompensable({
  id: "redis/start-witness",
  title: "Have a witness follow the source",
  reads: [linkSource, createWorkVolume],
  seconds: syncSeconds + 600,
  holds: true,
  output: z.strictObject({ containerId: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, role);
    if (own === undefined) return { state: "absent" };
    const state = await onPrivate(ctx, own.id, replicationState).catch(() => undefined);
    if (state?.inSync === true) return { state: "present", output: { containerId: own.id } };
    return { state: "partial", detail: "The witness does not follow the source." };
  },
  async apply(ctx) {
    const { containerId: source, imageId, mountedAt } = ctx.plan.source;
    const { volume } = ctx.outputOf(createWorkVolume);
    const { network, networkId } = ctx.outputOf(linkSource);
    await seedVolume(ctx, imageId, volume);
    const containerId = await ctx.runtime.createLike(source, {
      name: ownName(ctx, role),
      image: imageId,
      labels: ctx.labelsFor(role),
      dataMount: { from: mountedAt, volume, at: mountedAt },
      private: true,
    });
    await ctx.runtime.attach(containerId, [linkTo(network, networkId, [witnessAlias])]);
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    const leader = await leaderOf(ctx, sourceAlias);
    const runId = await sourceRunId(ctx);
    await onPrivate(ctx, containerId, (session) => follow(session, runId, leader));
    await awaitSync(ctx, containerId, syncSeconds);
    return { containerId };
  },
  /** One that is killed leaves a connection behind, which the source takes for a replica until it times out. */
  async compensate(ctx) {
    const own = await findOwnContainer(ctx, role);
    if (own?.state === "running") {
      const runId = await sourceRunId(ctx);
      await onPrivate(ctx, own.id, (session) => follow(session, runId, "nobody")).catch(() => undefined);
    }
    await removeOwnContainers(ctx, role);
  },
});

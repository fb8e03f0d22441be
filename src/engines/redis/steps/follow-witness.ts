import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { stopServer } from "../../../playbook/stop-server.ts";
import { StepError } from "../../../core/errors.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { startTarget } from "../../../steps/start-target.ts";
import { keyspaceOf } from "../keyspace.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { awaitSync } from "../replication/await-sync.ts";
import { follow } from "../replication/follow.ts";
import { leaderOf, sourceRunId } from "../replication/leader-of.ts";
import { replicationState } from "../replication/replication-state.ts";
import { startWitness, witnessAlias } from "./start-witness.ts";

const syncSeconds = 6 * 3600;
const stopSeconds = 1800;

/**
 * The target takes everything over, is ended, starts from what it wrote itself, as it will after every restart, and goes
 * on following.
 */
export const followWitness = defineCompensable({
  id: "redis/follow-witness",
  title: "Have the target follow, and start it a second time",
  reads: [createTarget, startTarget, startWitness],
  seconds: 2 * syncSeconds + 2 * stopSeconds,
  holds: true,
  output: z.strictObject({}),
  async probe(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const state = await onPrivate(ctx, containerId, replicationState).catch(() => undefined);
    return state?.inSync === true ? { state: "present", output: {} } : { state: "absent" };
  },
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    await followNow(ctx, containerId);
    const before = await keysOf(ctx, containerId);
    const target = await ctx.runtime.findContainer(containerId);
    if (target !== undefined) await stopServer(ctx, target, stopSeconds);
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    if (before > 0 && (await keysOf(ctx, containerId)) === 0) {
      throw new StepError({
        summary: "The target does not find, at its second start, what it had at its first",
      });
    }
    await followNow(ctx, containerId);
    return {};
  },
  /** It goes with its container. */
  compensate: () => Promise.resolve(),
});

async function followNow(ctx: WriteContext, containerId: string): Promise<void> {
  const leader = await leaderOf(ctx, witnessAlias);
  const runId = await sourceRunId(ctx);
  await onPrivate(ctx, containerId, (session) => follow(session, runId, leader));
  await awaitSync(ctx, containerId, syncSeconds);
}

async function keysOf(ctx: WriteContext, containerId: string): Promise<number> {
  const databases = await onPrivate(ctx, containerId, keyspaceOf);
  return [...databases.values()].reduce((all, { keys }) => all + keys, 0);
}

import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { cutOffSource } from "../../../steps/cut-off-source.ts";
import { factsOf } from "../facts-of.ts";
import { awaitOffset } from "../replication/await-offset.ts";
import { onSource } from "../replication/leader-of.ts";
import { replicationState } from "../replication/replication-state.ts";
import type { Session } from "../session.ts";
import { compareReplica } from "./compare-replica.ts";
import { followWitness } from "./follow-witness.ts";
import { startWitness } from "./start-witness.ts";

const drainSeconds = 60;
/** Longer than any run; what ends it is the end of the server, or the way back. */
const pauseMilliseconds = 7 * 24 * 3600 * 1000;

/**
 * With no client on its networks, nobody inside the container may write either; then the target has to come to where the
 * source ended.
 */
export const catchUp = defineCompensable({
  id: "redis/catch-up",
  title: "Let the target catch up",
  provesFence: true,
  reads: [createTarget, cutOffSource, compareReplica],
  // From here on the source may end, and what follows it has nothing to follow. How far it came is looked at again.
  releases: [startWitness.id, followWitness.id],
  seconds: drainSeconds + 120,
  redoWhenInDoubt: true,
  output: z.strictObject({ offset: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { offset } = await onSource(ctx, async (session) => {
      if (knowsPause(factsOf(ctx.plan).version)) await pause(session);
      return replicationState(session);
    });
    await awaitOffset(ctx, ctx.outputOf(createTarget).containerId, { offset, seconds: drainSeconds });
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source?.startedAt !== ctx.plan.source.startedAt) {
      throw new StepError({ summary: "The source container was restarted behind the fence" });
    }
    return { offset };
  },
  async compensate(ctx) {
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source?.state !== "running" || !knowsPause(factsOf(ctx.plan).version)) return;
    await onSource(ctx, (session) => session.bytes("CLIENT", "UNPAUSE"));
  },
});

/** https://redis.io/docs/latest/commands/client-pause/ (WRITE: from 6.2) */
const pause = (session: Session): Promise<unknown> =>
  session.bytes("CLIENT", "PAUSE", pauseMilliseconds, "WRITE");

function knowsPause(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 6 || (major === 6 && minor >= 2);
}

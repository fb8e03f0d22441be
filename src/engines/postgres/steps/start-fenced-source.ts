import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import type { ReadContext, WriteContext } from "../../../playbook/context.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { factsOf } from "../facts-of.ts";
import { lockArguments } from "../lock-arguments.ts";
import { fencedArguments } from "../private-flags.ts";
import { awaitPrivate, readIdentity } from "../private-server.ts";
import { hbaOnWork, workAt } from "../work-volume.ts";
import { createWorkVolume } from "./create-work-volume.ts";

/** The role of the container in which the source is read behind the fence. */
const fencedRole = "fenced-source";

const stopSeconds = 1800;

/**
 * The source's own image, by its digest, on the source volume, with everything its user gave it but networks, ports and
 * shared sockets. Nobody but us reaches it, so what is dumped is all there is; softer fences leak, because a client can
 * undo a read-only default and superusers ignore connection limits.
 */
export const startFencedSource = defineCompensable({
  id: "postgres/start-fenced-source",
  title: "Start the source behind the fence",
  reads: [createWorkVolume],
  seconds: 700,
  holds: true,
  output: z.strictObject({ containerId: z.string() }),
  async probe(ctx) {
    const own = await findOwnContainer(ctx, fencedRole);
    if (own === undefined) return { state: "absent" };
    try {
      assertSource(ctx, await readIdentity(ctx, own.id));
      return { state: "present", output: { containerId: own.id } };
    } catch {
      return { state: "partial", detail: `The fenced source is ${own.state}.` };
    }
  },
  apply: async (ctx) => ({ containerId: await startFenced(ctx) }),
  compensate: endFenced,
});

async function startFenced(ctx: WriteContext): Promise<string> {
  const { containerId: source, imageId, volume, mountedAt } = ctx.plan.source;
  const containerId = await ctx.runtime.createLike(source, {
    name: ownName(ctx, fencedRole),
    image: imageId,
    labels: ctx.labelsFor(fencedRole),
    dataMount: { from: mountedAt, volume, at: mountedAt },
    private: true,
    extraMounts: [{ volume: ctx.outputOf(createWorkVolume).volume, at: workAt, readOnly: true }],
    appendArguments: [...fencedArguments(hbaOnWork), ...lockArguments(factsOf(ctx.plan))],
  });
  await ctx.runtime.start(containerId);
  assertSource(ctx, await awaitPrivate(ctx, containerId));
  return containerId;
}

/** Stopped cleanly before it is removed: the next server on this volume is the source itself. */
async function endFenced(ctx: WriteContext): Promise<void> {
  const own = await findOwnContainer(ctx, fencedRole);
  if (own !== undefined) await ctx.runtime.stop(own.id, stopSeconds, ctx.engine.stopSignal);
  await removeOwnContainers(ctx, fencedRole);
}

/** Whatever is behind the fence is the data that was planned for, and not an empty cluster some entrypoint made. */
function assertSource(ctx: ReadContext, identity: string): void {
  if (identity !== ctx.plan.source.identity) {
    throw new StepError({ summary: "The server behind the fence holds other data than the source" });
  }
}

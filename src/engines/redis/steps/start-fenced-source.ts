import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { findOwnContainer, ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { factsOf } from "../facts-of.ts";
import { keyspaceOf } from "../keyspace.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { copyData } from "./copy-data.ts";
import { createWorkVolume } from "./create-work-volume.ts";

const role = "fenced-source";

/** The source's own image on a copy of its files, on no network: what it reads there is what a rollback would serve. */
export const startFencedSource = defineCompensable({
  id: "redis/start-fenced-source",
  title: "Read the copy with the source's version",
  reads: [copyData, createWorkVolume],
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
      return { state: "partial", detail: `The fenced source is ${own.state}.` };
    }
  },
  async apply(ctx) {
    const { containerId: source, imageId, mountedAt } = ctx.plan.source;
    const containerId = await ctx.runtime.createLike(source, {
      name: ownName(ctx, role),
      image: imageId,
      labels: ctx.labelsFor(role),
      dataMount: { from: mountedAt, volume: ctx.outputOf(createWorkVolume).volume, at: mountedAt },
      private: true,
    });
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    await assertNotEmpty(ctx, containerId);
    return { containerId };
  },
  compensate: (ctx) => removeOwnContainers(ctx, role),
});

/** A server that does not find its file says nothing and serves an empty database. */
async function assertNotEmpty(ctx: ReadContext, containerId: string): Promise<void> {
  const keys = (sizes: Iterable<{ readonly keys: number }>): number =>
    [...sizes].reduce((all, size) => all + size.keys, 0);
  const planned = keys(factsOf(ctx.plan).databases);
  const found = keys((await onPrivate(ctx, containerId, keyspaceOf)).values());
  if (planned === 0 || found > 0) return;
  throw new StepError({
    summary: "The source's own version finds no key in the files it left behind",
    detail: [
      `It had ${String(planned)} when the plan was made. A setting that was changed while it ran may point elsewhere.`,
    ],
  });
}

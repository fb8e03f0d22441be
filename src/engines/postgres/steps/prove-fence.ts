import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { allowConnections } from "../database-flags.ts";
import { factsOf } from "../facts-of.ts";
import { onPrivate, startPrivate } from "../private-server.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { assertOnlyServer, lockFileOf, nextTransaction, nextTransactionOf } from "../witness.ts";
import { closeFence } from "./close-fence.ts";
import { startFencedSource } from "./start-fenced-source.ts";

const stopSeconds = 1800;
const role = "control-data";

/**
 * Stops the fenced source for good and proves that nothing was written to it since the witness was taken: the number the
 * live server says, and the number the cleanly stopped cluster keeps on disk. The source container itself must not have
 * been started either.
 */
export const proveFence = defineCompensable({
  id: "postgres/prove-fence",
  title: "Stop the source, prove the fence",
  provesFence: true,
  reads: [startFencedSource, closeFence],
  seconds: stopSeconds + 300,
  releases: ["postgres/start-fenced-source"],
  redoWhenInDoubt: true,
  output: z.strictObject({ nextTransaction: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startFencedSource);
    const { nextTransaction: witness, lockFile, opened } = ctx.outputOf(closeFence);
    await startPrivate(ctx, containerId);
    const expected = await onPrivate(ctx, containerId, "template1", async (session) => {
      const now = await nextTransaction(session);
      // Closing a database again takes a transaction; an attempt that was cut off may have done so.
      const ours = BigInt(opened.length * (ctx.attempt - 1));
      if (BigInt(now) < BigInt(witness) || BigInt(now) > BigInt(witness) + ours) throw written(witness, now);
      // An attempt that was cut off may have stopped the server, which then has been started anew.
      if (ctx.attempt === 1) assertOnlyServer(lockFile, await lockFileOf(session));
      await allowConnections(ctx, containerId, opened, false);
      // One transaction for each database that is closed again, and none of anybody else's meanwhile.
      return String(BigInt(now) + BigInt(opened.length));
    });
    await ctx.runtime.stop(containerId, stopSeconds, ctx.engine.stopSignal);
    const onDisk = await readControlData(ctx);
    if (onDisk !== expected) throw written(expected, onDisk);
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source?.startedAt !== ctx.plan.source.startedAt) {
      throw new StepError({ summary: "The source container was started behind the fence", detail: [voided] });
    }
    return { nextTransaction: onDisk };
  },
  /** Nothing to undo: the source itself is started by the compensation of its stop. */
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

async function readControlData(ctx: WriteContext): Promise<string> {
  const { imageId, volume, mountedAt } = ctx.plan.source;
  const text = await runHelper(ctx, {
    role,
    what: "pg_controldata",
    image: imageId,
    argv: ["pg_controldata", factsOf(ctx.plan).dataDirectory],
    environment: { LC_ALL: "C", LC_MESSAGES: "C" },
    user: "postgres",
    mounts: [{ volume, at: mountedAt, readOnly: true }],
  });
  if (!/^Database cluster state:\s+shut down$/m.test(text)) {
    throw new StepError({ summary: "The source did not stop cleanly", detail: [voided] });
  }
  const next = nextTransactionOf(text);
  if (next === undefined) {
    throw new StepError({ summary: "pg_controldata does not say the next transaction id" });
  }
  return next;
}

const voided = "So the dump may lack something, and this attempt is void.";

function written(before: string, after: string): StepError {
  return new StepError({
    summary: "Something wrote to the source behind the fence",
    detail: [`The next transaction id was ${before} when the fence closed and is ${after} now.`, voided],
  });
}

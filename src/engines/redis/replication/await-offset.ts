import { DeadlinePassed } from "../../../core/errors.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { onPrivate } from "../private-server.ts";
import { replicationState } from "./replication-state.ts";

const pollMilliseconds = 10;

/**
 * Waits until a server of this run has come as far in the stream as another one was. It may be further: the stream goes on
 * with signs of life while nothing is written.
 */
export async function awaitOffset(
  ctx: ReadContext,
  containerId: string,
  wanted: { readonly offset: number; readonly seconds: number },
): Promise<void> {
  const end = ctx.clock.now().getTime() + wanted.seconds * 1000;
  await onPrivate(ctx, containerId, async (session) => {
    for (;;) {
      ctx.signal.throwIfAborted();
      if ((await replicationState(session)).offset >= wanted.offset) return;
      if (ctx.clock.now().getTime() > end) {
        throw new DeadlinePassed("A server did not catch up with the one it follows", wanted.seconds);
      }
      await ctx.clock.sleep(pollMilliseconds, ctx.signal);
    }
  });
}

import { DeadlinePassed } from "../../../core/errors.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { onPrivate } from "../private-server.ts";
import { replicationState } from "./replication-state.ts";

const pollMilliseconds = 50;
/** A server that is not let in, or not found, tries for ever; one that is waits no longer than this to be told anything. */
const silentSeconds = 600;

/**
 * Waits until a server of this run has all that the one it follows has, and hears from it. That it has keys proves
 * nothing: one that is not let in keeps what it had.
 *
 * @throws DeadlinePassed with the end of its log
 */
export async function awaitSync(ctx: ReadContext, containerId: string, seconds: number): Promise<void> {
  const end = ctx.clock.now().getTime() + seconds * 1000;
  let heard = ctx.clock.now().getTime();
  for (;;) {
    ctx.signal.throwIfAborted();
    const found = await onPrivate(ctx, containerId, replicationState).catch((error: unknown) => {
      // While it takes everything over it may read its data, and says so.
      ctx.signal.throwIfAborted();
      if (ctx.clock.now().getTime() > end) throw error;
      return undefined;
    });
    if (found?.inSync === true) return;
    const now = ctx.clock.now().getTime();
    // While it reads what it was given it may answer nothing.
    if (found === undefined || found.syncing) heard = now;
    if (now > Math.min(end, heard + silentSeconds * 1000)) {
      const log = await ctx.runtime.logTail(containerId, 15);
      throw new DeadlinePassed(
        "A server did not get into step with the one it follows",
        seconds,
        log.split("\n"),
      );
    }
    await ctx.clock.sleep(pollMilliseconds, ctx.signal);
  }
}

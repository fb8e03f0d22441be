import { DeadlinePassed, messageOf, StepError } from "../../core/errors.ts";
import type { ReadContext } from "../../playbook/context.ts";
import { factsOf } from "./facts-of.ts";
import { readInfo } from "./read-info.ts";
import type { Session } from "./session.ts";
import { enterAgain } from "./ways-in.ts";

const pollMilliseconds = 50;
const readySeconds = 1800;
const commandSeconds = 600;

/** Runs one piece of work on a server that was made like the source, once it has read its data. */
export async function onPrivate<T>(
  ctx: Pick<ReadContext, "runtime" | "plan" | "run" | "signal">,
  containerId: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { runtime, plan, run, signal } = ctx;
  const container = await runtime.findContainer(containerId);
  if (container === undefined) throw new StepError({ summary: "A container of this run is gone" });
  const session = await enterAgain(runtime, container, factsOf(plan).login, {
    answeredFor: plan.source.container,
    application: run,
    seconds: commandSeconds,
    signal,
  });
  try {
    if ((await readInfo(session)).get("loading") !== "0") {
      throw new StepError({ summary: "The server is still reading its data" });
    }
    return await work(session);
  } finally {
    await session.end();
  }
}

/** Waits until a private server has read its data; the end of its log is in the error where it never does. */
export async function awaitPrivate(ctx: ReadContext, containerId: string): Promise<void> {
  const end = ctx.clock.now().getTime() + readySeconds * 1000;
  for (;;) {
    ctx.signal.throwIfAborted();
    try {
      await onPrivate(ctx, containerId, () => Promise.resolve());
      return;
    } catch (error) {
      ctx.signal.throwIfAborted();
      const state = (await ctx.runtime.findContainer(containerId))?.state;
      if (state === "running" && ctx.clock.now().getTime() < end) {
        await ctx.clock.sleep(pollMilliseconds, ctx.signal);
        continue;
      }
      const log = (await ctx.runtime.logTail(containerId, 15).catch(messageOf)).split("\n");
      throw state === "running"
        ? new DeadlinePassed("A server did not become ready", readySeconds, [messageOf(error), ...log])
        : new StepError({ summary: "A server ended instead of becoming ready", detail: log }, error);
    }
  }
}

import { invariant, StepError } from "../../core/errors.ts";
import type { ReadContext } from "../../playbook/context.ts";
import { factsOf } from "./facts-of.ts";
import { NotConnected } from "./not-connected.ts";
import type { Session } from "./session.ts";
import { enterAgain } from "./ways-in.ts";

/**
 * A session on a server that has its user's own access rules (the source while it serves, the target after the pivot),
 * by the way in that worked when the plan was made; closed when the work is done.
 *
 * @throws StepError where it does not let us in now
 */
export async function onServer<T>(
  ctx: Pick<ReadContext, "runtime" | "plan" | "signal" | "run">,
  containerId: string,
  database: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const container = await ctx.runtime.findContainer(containerId);
  invariant(container !== undefined, "a server that is asked has a container");
  const session = await enterAgain(ctx.runtime, container, factsOf(ctx.plan).login, {
    application: ctx.run,
    signal: ctx.signal,
    ...(database === undefined ? {} : { database }),
  }).catch((error: unknown) => {
    if (!(error instanceof NotConnected)) throw error;
    const summary = `The server in container "${container.name}" could not be asked: ${error.message}`;
    throw new StepError({ summary }, error);
  });
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

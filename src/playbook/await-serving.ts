import { DeadlinePassed, messageOf } from "../core/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine, Serving } from "../ports/engine.ts";
import type { RuntimeReader } from "../ports/runtime.ts";

interface Ports {
  readonly runtime: RuntimeReader;
  readonly engine: Engine;
  readonly clock: Clock;
}

const pollMilliseconds = 50;

/**
 * Waits until the server in a container answers with this identity. A server that ended is not waited for: what it
 * printed last is in the error.
 *
 * @throws DeadlinePassed with the end of the container's log
 */
export async function awaitServing(
  { runtime, engine, clock }: Ports,
  containerId: string,
  expected: { readonly identity: string | undefined; readonly seconds: number },
  signal: AbortSignal,
): Promise<Serving> {
  const end = clock.now().getTime() + expected.seconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const serving = await engine.observe(runtime, containerId);
    const identity = expected.identity ?? serving?.identity;
    if (serving !== undefined && serving.identity === identity) {
      return serving;
    }
    const state = (await runtime.findContainer(containerId))?.state;
    if (state !== "running" || clock.now().getTime() > end) break;
    await clock.sleep(pollMilliseconds, signal);
  }
  const log = await runtime.logTail(containerId, 20).catch((error: unknown) => messageOf(error));
  throw new DeadlinePassed("The server did not become ready", expected.seconds, [
    "It printed last:",
    ...log.split("\n"),
  ]);
}

import type { Container } from "../ports/runtime.ts";
import type { WriteContext } from "./context.ts";

/** Ends the server in a container cleanly, the way its engine does that, and waits until it has ended. */
export async function stopServer(
  {
    runtime,
    engine,
    plan,
    clock,
    signal,
  }: Pick<WriteContext, "runtime" | "engine" | "plan" | "clock" | "signal">,
  container: Container,
  seconds: number,
): Promise<void> {
  if (engine.stop === undefined) await runtime.stop(container.id, seconds, engine.stopSignal);
  else await engine.stop({ runtime, container, plan, seconds, clock, signal });
}

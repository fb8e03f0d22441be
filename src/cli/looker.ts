import { Driver } from "../runner/driver.ts";
import { Interruption } from "../runner/interruption.ts";
import type { HeldRun } from "./open-run.ts";
import { systemClock } from "./system-clock.ts";

/** A driver for looking at a run before it is driven; nobody sees its events, and it records nothing. */
export function looker({ docker, parts, playbook, journal, lease }: HeldRun): Driver {
  return new Driver({
    runtime: docker.runtime,
    engine: parts.engine,
    playbook,
    journal,
    lease,
    clock: systemClock,
    emit: () => undefined,
    interruption: new Interruption(),
  });
}

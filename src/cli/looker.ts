import { dirname } from "node:path";
import { fileRunFiles } from "../store/file-run-files.ts";
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
    files: fileRunFiles(dirname(journal.path)),
    clock: systemClock,
    emit: () => undefined,
    interruption: new Interruption(),
  });
}

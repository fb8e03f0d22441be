import type { ExitCode } from "../core/exit-codes.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { endStrays } from "../runner/end-strays.ts";
import { driveRun } from "./drive-run.ts";
import type { HeldRun } from "./open-run.ts";
import { commandTail, type DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
import type { Way } from "./way-on.ts";

interface Manner {
  readonly options: DriveOptions;
  readonly output: Output;
  readonly exitOf?: (result: DriveResult) => ExitCode;
}

/** Drives an existing run, whose lease is held, the given way; first what its last process left working is ended. */
export function driveHeld(
  held: HeldRun,
  { places, go }: Way,
  { options, output, exitOf }: Manner,
): Promise<ExitCode> {
  const { docker, parts, playbook, journal, lease } = held;
  const tail = commandTail(options);
  return driveRun(
    {
      runtime: docker.runtime,
      engine: parts.engine,
      playbook,
      journal,
      lease,
      output,
      tail,
      places,
      ...(exitOf === undefined ? {} : { exitOf }),
    },
    async (driver) => {
      await endStrays(driver);
      return go(driver);
    },
  );
}

import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import type { DriveResult, Signal } from "../core/drive-result.ts";

/** What a script learns from how driving a run ended. */
export function exitCodeOf(result: DriveResult): ExitCode {
  switch (result.kind) {
    case "target serves":
    case "returned":
    case "retired":
      return exitCodes.done;
    case "refused":
      return exitCodes.refused;
    case "rolled back":
      return result.signal === undefined ? exitCodes.rolledBack : exitCodeOfSignal(result.signal);
    case "stopped":
      return result.signal === undefined ? exitCodes.personNeeded : exitCodeOfSignal(result.signal);
  }
}

export function exitCodeOfSignal(signal: Signal): ExitCode {
  return signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated;
}

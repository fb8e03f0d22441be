import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { flush } from "./flush.ts";
import { Output } from "./output.ts";
import { toolVersion } from "./tool-version.ts";

/**
 * Carries out a command line. Nothing expected leaves a stack trace, and nothing at all leaves this function but an
 * exit code.
 */
export async function commandLine(argv: readonly string[]): Promise<ExitCode> {
  keepGoingWithoutReaders();
  const exit = await carriedOut(argv);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  return exit;
}

async function carriedOut(argv: readonly string[]): Promise<ExitCode> {
  const output = new Output({
    json: argv.includes("--json"),
    events: argv.includes("--events"),
    quiet: argv.includes("--quiet") || argv.includes("-q"),
    verbose: argv.includes("--verbose"),
  });
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    output.print(`dbshift ${toolVersion()}`);
    return exitCodes.done;
  }
  try {
    const { runProgram } = await import("./program.ts");
    return await runProgram(argv, output);
  } catch (error) {
    const { reportError } = await import("./report-error.ts");
    return reportError(error, output);
  }
}

/** A closed pipe or a terminal that went away must not end a run: what is written then is lost, and that is all. */
function keepGoingWithoutReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

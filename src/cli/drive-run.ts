import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DbshiftError, messageOf } from "../core/errors.ts";
import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import type { Playbook, PlaybookStep } from "../playbook/playbook.ts";
import { foldJournal } from "../core/progress.ts";
import type { Engine } from "../ports/engine.ts";
import type { EventSink } from "../ports/events.ts";
import type { Journal } from "../ports/journal-store.ts";
import type { Lease } from "../ports/lease.ts";
import type { Runtime } from "../ports/runtime.ts";
import { outcomeText } from "../report/outcome-text.ts";
import { printable } from "../report/printable.ts";
import { resultJson } from "../report/result-json.ts";
import { fileRunFiles } from "../store/file-run-files.ts";
import { Driver } from "../runner/driver.ts";
import { Interrupted, Interruption } from "../runner/interruption.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { interruptText } from "./interrupt-text.ts";
import type { Output } from "./output.ts";
import { systemClock } from "./system-clock.ts";
import { EventLines } from "./ui/event-lines.ts";
import { openView } from "./ui/open-view.ts";
import { watchSignals } from "./watch-signals.ts";

export interface Drive {
  readonly runtime: Runtime;
  readonly engine: Engine;
  readonly playbook: Playbook;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly output: Output;
  /** Options that belong behind every command that is proposed. */
  readonly tail: string;
  /** The steps that are to be done, for the view. */
  readonly places: readonly PlaybookStep[];
  /** Where a command means something else by success than a run does. */
  readonly exitOf?: (result: DriveResult) => ExitCode;
}

interface Ended {
  readonly result: DriveResult;
  readonly exit: ExitCode;
}

/** Drives a run to its end with a view and signals around it, then tells a person and a script how it went. */
export async function driveRun(
  drive: Drive,
  go: (driver: Driver) => Promise<DriveResult>,
): Promise<ExitCode> {
  const { journal, output, tail } = drive;
  const { result, exit } = await drivenToEnd(drive, go);
  const tell = exit === exitCodes.done ? output.say.bind(output) : output.insist.bind(output);
  tell(`\n${outcomeText(result, journal.entries, { paint: output.paint, tail })}`);
  const defect = "cause" in result ? await recordDefect(result.cause, journal) : undefined;
  if (defect !== undefined) output.insist(`This was not expected; where it came from: ${defect}`);
  if (defect !== undefined && output.verbose && "cause" in result) output.insist(stackOf(result.cause));
  output.printJson(resultJson(result, journal.entries, { exit, tail }));
  return exit;
}

async function drivenToEnd(drive: Drive, go: (driver: Driver) => Promise<DriveResult>): Promise<Ended> {
  const { runtime, engine, playbook, journal, lease, output, exitOf = exitCodeOf } = drive;
  const ended = (result: DriveResult): Ended => ({ result, exit: exitOf(result) });
  const interruption = new Interruption();
  const view = await openView({
    places: drive.places,
    playbook,
    quiet: output.quiet,
    entries: journal.entries,
  });
  const progress = foldJournal(journal.entries);
  const lines = new EventLines(progress.run, (line) => output.printEvent(line));
  lines.begin(progress, drive.places, systemClock.now());
  const emit: EventSink = (event) => {
    view.emit(event);
    lines.emit(event);
  };
  const ports = {
    runtime,
    engine,
    playbook,
    journal,
    lease,
    files: fileRunFiles(dirname(journal.path)),
    clock: systemClock,
    emit,
    interruption,
  };
  const driver = new Driver(ports);
  const signals = watchSignals(interruption, (how, signal) => {
    emit({
      type: "interrupt",
      at: systemClock.now().toISOString(),
      signal,
      text: interruptText(how, driver.progress, drive.tail),
    });
  });
  const gaveUp = signals.gaveUp.then((signal): Ended => ended(stopped(new Interrupted(signal), signal)));
  try {
    return await Promise.race([
      go(driver).then(ended, (error: unknown) => surprised(error, interruption)),
      gaveUp,
    ]);
  } finally {
    signals.stop();
    await view.end();
  }
}

/** The runner turns what it expects into results; what it throws instead ended the run where it was. */
function surprised(error: unknown, interruption: Interruption): Ended {
  const result = stopped(error, interruption.requested);
  return { result, exit: isExpected(error) ? exitCodeOf(result) : exitCodes.unexpected };
}

function stopped(cause: unknown, signal: Interruption["requested"]): DriveResult {
  return { kind: "stopped", cause, signal, pastPivot: undefined };
}

function isExpected(error: unknown): boolean {
  return error instanceof DbshiftError || error instanceof Interrupted;
}

/** Keeps where a defect came from beside the journal; returns the file. */
async function recordDefect(cause: unknown, { path }: Journal): Promise<string | undefined> {
  if (isExpected(cause)) return undefined;
  const file = join(dirname(path), "defect.txt");
  try {
    await writeFile(file, `${stackOf(cause)}\n`, { mode: 0o600 });
    return file;
  } catch (error) {
    return `(${file} cannot be written: ${printable(messageOf(error))})`;
  }
}

/** The stack alone: an error's other properties may hold what must not be kept, such as a connection's password. */
function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

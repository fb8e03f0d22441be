import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface CliOptions {
  /** Becomes XDG_STATE_HOME, so runs are kept in `<stateHome>/dbshift`. */
  readonly stateHome: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** With a process group of its own, as a terminal gives it: a signal to `-pid` reaches all that belongs to it. */
  readonly ownGroup?: boolean;
  /** After so many seconds the program is killed, and its result says so. */
  readonly seconds?: number;
}

export interface CliResult {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** It did not end by itself in time. */
  readonly hung: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** What was said to a person, without the line breaks that fit it to a terminal. */
export const unfolded = (text: string): string => text.replaceAll(/\s+/g, " ");

/** How a program ended, and what it said last. */
export function endOf({ exitCode, signal, stderr }: CliResult): string {
  return `${String(exitCode ?? signal)}\n${stderr.split("\n").slice(-60).join("\n")}`;
}

/** What to look for in a journal: a record that has all these fields. */
export type RecordPattern = Readonly<Record<string, unknown>>;

export interface RunningCli {
  readonly pid: number | undefined;
  readonly result: Promise<CliResult>;
  /** Waits for a record that was written after this program was started; throws where it ends without one. */
  awaitRecord(pattern: RecordPattern, seconds?: number): Promise<void>;
  /** Sends a signal to the program, as soon as a record is in the journal when one is given. */
  signal(signal: NodeJS.Signals, when?: RecordPattern): Promise<void>;
}

/** Runs the built command line to its end, whatever its exit code. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}

export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const { stateHome, env = {}, cwd, input = "", ownGroup = false, seconds = 300 } = options;
  const journals = new NewRecords(join(stateHome, "dbshift", "runs"));
  const child = execa(process.execPath, [program, ...args], {
    env: { ...env, XDG_STATE_HOME: stateHome },
    ...(cwd === undefined ? {} : { cwd }),
    input,
    detached: ownGroup,
    reject: false,
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
    stripFinalNewline: false,
  });
  let ended = false;
  const result = child.then(({ exitCode, signal, timedOut, stdout, stderr }) => {
    ended = true;
    return { exitCode, signal, hung: timedOut, stdout, stderr };
  });

  const awaitRecord = async (pattern: RecordPattern, limit = 600): Promise<void> => {
    const deadline = Date.now() + limit * 1000;
    const wanted = JSON.stringify(pattern);
    for (;;) {
      // Looked at once more after the end: the record may be the last thing it did.
      const last = ended;
      if (journals.find(pattern)) return;
      if (last) throw new Error(`It ended without ${wanted}: ${endOf(await result)}`);
      if (Date.now() > deadline) throw new Error(`Waited ${limit} s for ${wanted}.`);
      await sleep(5);
    }
  };
  return {
    pid: child.pid,
    result,
    awaitRecord,
    signal: async (signal, when) => {
      if (when !== undefined) await awaitRecord(when);
      child.kill(signal);
    },
  };
}

/** The records that are added to any run's journal from now on. */
class NewRecords {
  readonly #directory: string;
  readonly #read = new Map<string, number>();
  readonly #records: Record<string, unknown>[] = [];

  constructor(directory: string) {
    this.#directory = directory;
    for (const [path, size] of this.#journals()) this.#read.set(path, size);
  }

  find(pattern: RecordPattern): boolean {
    for (const [path, size] of this.#journals()) {
      if (size > (this.#read.get(path) ?? 0)) this.#readOn(path, size);
    }
    const fields = Object.entries(pattern);
    return this.#records.some((record) => fields.every(([name, value]) => record[name] === value));
  }

  #journals(): [path: string, size: number][] {
    try {
      const paths = readdirSync(this.#directory).map((run) => join(this.#directory, run, "journal.ndjson"));
      return paths.flatMap((path) => {
        const size = statSync(path, { throwIfNoEntry: false })?.size;
        return size === undefined ? [] : [[path, size]];
      });
    } catch {
      return []; // No run yet.
    }
  }

  #readOn(path: string, size: number): void {
    const from = this.#read.get(path) ?? 0;
    const bytes = Buffer.alloc(size - from);
    const file = openSync(path, "r");
    const count = readSync(file, bytes, 0, bytes.length, from);
    closeSync(file);
    // A record that is being written is read when its end is there.
    const end = bytes.subarray(0, count).lastIndexOf("\n") + 1;
    this.#read.set(path, from + end);
    const lines = bytes.subarray(0, end).toString().split("\n").slice(0, -1);
    this.#records.push(...lines.map((line) => JSON.parse(line) as Record<string, unknown>));
  }
}

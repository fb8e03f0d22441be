import { pipeline, type Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DeadlinePassed, StepError } from "../../core/errors.ts";
import type { ExecResult } from "../../ports/runtime.ts";
import { BoundedText } from "./bounded-text.ts";
import { Demultiplexer } from "./demultiplexer.ts";
import { path, type Engine } from "./engine.ts";

export interface Program {
  readonly argv: readonly string[];
  readonly user?: string | undefined;
  /** Fed to the program; without it stdin is empty. */
  readonly stdin?: string | Uint8Array;
  readonly seconds: number;
}

/** An exec whose connection is open: raw bytes in, frames out. */
export interface StartedExec {
  readonly id: string;
  readonly connection: Duplex;
}

/** argv is visible to everyone who may read the engine's events, so nothing secret belongs there. */
export async function startExec(
  engine: Engine,
  containerId: string,
  { argv, user, stdin }: { argv: readonly string[]; user?: string | undefined; stdin: boolean },
): Promise<StartedExec> {
  const doing = `running ${argv[0] ?? "nothing"} in the container ${containerId.slice(0, 12)}`;
  const body = {
    AttachStdin: stdin,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    Cmd: argv,
    User: user,
  };
  const created = await engine.ask({
    method: "POST",
    path: path`/containers/${containerId}/exec`,
    body,
    doing,
  });
  const { Id: id } = created as { Id: string };
  const start = {
    method: "POST",
    path: path`/exec/${id}/start`,
    body: { Detach: false, Tty: false },
    doing,
  } as const;
  const connection = await engine.hijack(start);
  return { id, connection };
}

/** A short program in a running container, its output and its exit status. Both outputs are kept to 1 MiB. */
export async function runProgram(engine: Engine, containerId: string, program: Program): Promise<ExecResult> {
  const name = program.argv[0] ?? "";
  const deadline = Date.now() + program.seconds * 1000;
  const late = new DeadlinePassed(`${name} in the container ${containerId.slice(0, 12)}`, program.seconds);
  const { id, connection } = await startExec(engine, containerId, {
    ...program,
    stdin: program.stdin !== undefined,
  });
  const timer = setTimeout(() => connection.destroy(late), program.seconds * 1000);
  try {
    const { stdout, stderr } = await outputsOf(connection, name, program.stdin);
    return { exitCode: await exitCodeOf(engine, id, deadline), stdout, stderr };
  } finally {
    clearTimeout(timer);
    connection.destroy();
  }
}

async function outputsOf(connection: Duplex, name: string, stdin: string | Uint8Array | undefined) {
  const stdout = new BoundedText(name);
  const stderr = new BoundedText(name);
  const frames = new Demultiplexer((bytes) => stderr.add(bytes));
  if (stdin !== undefined) connection.end(stdin);
  // What goes wrong comes out of the loop; the callback is there because pipeline wants one.
  for await (const chunk of pipeline(connection, frames, () => undefined)) stdout.add(chunk as Buffer);
  return { stdout: stdout.toString(), stderr: stderr.toString() };
}

/** The output can end a moment before the engine has the exit status. */
export async function exitCodeOf(
  engine: Engine,
  execId: string,
  deadline = Date.now() + 10_000,
): Promise<number> {
  for (;;) {
    const call = {
      method: "GET",
      path: path`/exec/${execId}/json`,
      doing: "reading an exit status",
    } as const;
    const answer = (await engine.ask(call)) as { Running: boolean; ExitCode: number | null };
    if (!answer.Running && answer.ExitCode !== null) return answer.ExitCode;
    if (Date.now() > deadline) {
      throw new StepError({ summary: "A program in the container ended without an exit status" });
    }
    await sleep(20);
  }
}

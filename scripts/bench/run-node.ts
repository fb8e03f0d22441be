import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { execa } from "execa";
import type { Bench } from "./start-server.ts";

export interface NodeRun {
  readonly seconds: number;
  /** The most memory the process itself ever had in use, in MB; only where it was asked for. */
  readonly peak: number;
  readonly stdout: string;
}

export interface NodeRunOptions {
  readonly memory?: boolean;
}

const sampleEveryMilliseconds = 20;

/** Runs a program in a Node of its own, this one's version, to its end. */
export async function runNode(
  { directory, signal }: Bench,
  args: readonly string[],
  { memory = false }: NodeRunOptions = {},
): Promise<NodeRun> {
  const started = performance.now();
  const child = execa(process.execPath, args, {
    stdin: "ignore",
    cancelSignal: signal,
    killSignal: "SIGKILL",
    env: { XDG_STATE_HOME: directory },
  });
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, memoryPeak(child.pid));
  };
  const sampling = memory ? setInterval(sample, sampleEveryMilliseconds) : undefined;
  try {
    const { stdout } = await child;
    return { seconds: (performance.now() - started) / 1000, peak, stdout };
  } finally {
    clearInterval(sampling);
  }
}

/** The kernel keeps the highest value itself, so that only what is taken after the last look can be missed. */
function memoryPeak(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? "none"}/status`, "utf8");
    return (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0; // It has ended.
  }
}

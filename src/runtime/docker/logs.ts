import { pipeline, type Readable } from "node:stream";
import { BoundedText } from "./bounded-text.ts";
import { Demultiplexer } from "./demultiplexer.ts";
import { path, type Engine } from "./engine.ts";
import { getContainerJson } from "./look-up.ts";
import { TextTail } from "./text-tail.ts";
import { EngineRefused } from "./translate-error.ts";

const longestTail = 64 * 1024;

/** Both streams; a log driver that keeps nothing to read (syslog, none) is said in place of its lines. */
export async function logTail(engine: Engine, containerId: string, lines: number): Promise<string> {
  const tail = new TextTail(longestTail);
  const keep = (bytes: Buffer) => tail.add(bytes);
  try {
    const query = { stdout: true, stderr: true, tail: String(lines) };
    for await (const chunk of await logOf(engine, containerId, query, keep)) keep(chunk as Buffer);
  } catch (error) {
    if (!(error instanceof EngineRefused)) throw error;
    return `(its log cannot be read: ${error.detail.join(" ")})`;
  }
  return tail.toString();
}

export async function output(engine: Engine, containerId: string): Promise<string> {
  const text = new BoundedText(`The container ${containerId.slice(0, 12)}`);
  const stdout = await logOf(engine, containerId, { stdout: true, stderr: false }, () => undefined);
  for await (const chunk of stdout) text.add(chunk as Buffer);
  return text.toString();
}

async function logOf(
  engine: Engine,
  containerId: string,
  query: object,
  onStderr: (bytes: Buffer) => void,
): Promise<Readable> {
  const { Config: config } = await getContainerJson(engine, containerId);
  const doing = `reading the log of the container ${containerId.slice(0, 12)}`;
  const call = {
    method: "GET",
    path: path`/containers/${containerId}/logs`,
    query: { ...query },
    doing,
  } as const;
  const log = await engine.stream(call);
  // With a terminal the engine keeps one raw stream instead of frames.
  if (config.Tty) return log;
  // What goes wrong comes out of the frames; the callback is there because pipeline wants one.
  return pipeline(log, new Demultiplexer(onStderr), () => undefined);
}

import type { Scene } from "../support/environment.ts";
import { endOf, type CliResult } from "../support/run-cli.ts";
import { failPointsVariable, nameOf, type FailPoint } from "./fail-point.ts";

const hook = new URL("./die.ts", import.meta.url).href;

export interface Death {
  readonly point: FailPoint;
  /** Of the process that died there, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly diedAt: number;
}

export interface CrashedThrough {
  readonly deaths: readonly Death[];
  /** Points no process came by, e.g. because a step that was found done asks nothing of the engine. */
  readonly missed: readonly FailPoint[];
  /** Of the last process. */
  readonly end: CliResult;
}

export interface Crashes {
  readonly scene: Pick<Scene, "run">;
  readonly points: readonly FailPoint[];
  /** The words of the first process, and those of the ones that go on; undefined where none shall. */
  readonly begin: readonly string[];
  readonly again: readonly string[] | undefined;
  /** Called with everything dead. */
  readonly afterDeath?: (point: FailPoint) => Promise<void>;
}

/**
 * Starts dbshift over and over. Each process dies by SIGKILL at the first of the points that none died at before, until
 * one gets to its end.
 */
export async function crashThrough({
  scene,
  points,
  begin,
  again,
  afterDeath,
}: Crashes): Promise<CrashedThrough> {
  const left = new Map(points.map((point) => [nameOf(point), point]));
  const deaths: Death[] = [];
  for (let words = begin; ;) {
    const startedAt = Date.now();
    const env = {
      NODE_OPTIONS: `--import ${hook}`,
      [failPointsVariable]: JSON.stringify([...left.values()]),
    };
    const end = await scene.run(words, { env });
    if (end.signal !== "SIGKILL") return { deaths, missed: [...left.values()], end };
    const name = /\ndied at (.*)\n/.exec(end.stderr)?.[1] ?? "";
    const point = left.get(name);
    if (point === undefined) throw new Error(`Killed, but not at a fail point: ${endOf(end)}`);
    left.delete(name);
    deaths.push({ point, startedAt, diedAt: Date.now() });
    await afterDeath?.(point);
    if (again === undefined) return { deaths, missed: [...left.values()], end };
    words = again;
  }
}

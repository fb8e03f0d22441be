import { realpath, stat, statfs } from "node:fs/promises";
import type { HostDirectory } from "../../ports/runtime.ts";
import type { Engine } from "./engine.ts";

const absent: HostDirectory = { kind: "absent", insideEngine: false, freeBytes: 0 };

/** Links are followed, as the engine follows them when it mounts the directory. */
export async function lookAtDirectory(engine: Engine, path: string): Promise<HostDirectory> {
  const resolved = await realpath(path).catch(() => undefined);
  if (resolved === undefined) return absent;
  if (!(await stat(resolved)).isDirectory()) return { ...absent, kind: "other" };
  const { bavail, bsize } = await statfs(resolved);
  const root = await rootOf(engine);
  const insideEngine = resolved === root || resolved.startsWith(`${root}/`);
  return { kind: "directory", insideEngine, freeBytes: bavail * bsize };
}

async function rootOf(engine: Engine): Promise<string> {
  const call = { method: "GET", path: "/info", doing: "asking where it keeps its data" } as const;
  const { DockerRootDir: root } = (await engine.ask(call)) as { DockerRootDir: string };
  return realpath(root).catch(() => root);
}

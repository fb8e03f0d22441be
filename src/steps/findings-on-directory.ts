import { blocker, type Finding } from "../core/finding.ts";
import { shellWord } from "../core/shell-word.ts";
import type { RuntimeReader } from "../ports/runtime.ts";

/** Whether a copy of so many bytes can be kept in a directory: on the engine's host, outside of Docker, with room. */
export async function findingsOnDirectory(
  runtime: RuntimeReader,
  path: string,
  bytes: number,
): Promise<readonly Finding[]> {
  const found = await runtime.lookAtDirectory(path);
  if (found === undefined) return [remote(path)];
  if (found.kind !== "directory") return [noDirectory(path, found.kind)];
  return [
    ...(found.insideEngine ? [inside(path)] : []),
    ...(found.freeBytes < bytes ? [tooSmall(path, found.freeBytes, bytes)] : []),
  ];
}

function remote(path: string): Finding {
  return blocker("COPY-REMOTE", {
    summary: `The Docker engine runs on another host, and ${path} is on this one`,
    remedy: "Run dbshift on the host of the engine, or keep no copy.",
  });
}

function noDirectory(path: string, kind: "absent" | "other"): Finding {
  const why = kind === "absent" ? "is not there" : "is no directory";
  return blocker("COPY-PLACE", {
    summary: `The copy is to be kept in ${path}, which ${why}`,
    remedy: `Make it, readable by nobody else:\n    mkdir -m 700 -p ${shellWord(path)}`,
  });
}

function inside(path: string): Finding {
  return blocker("COPY-PLACE", {
    summary: `${path} lies in the directory of Docker itself`,
    detail: "What is kept there goes when Docker's data goes, and is then no copy.",
    remedy: "Name a directory on another disk, or at least outside of it.",
  });
}

/** Compressed it is smaller, but how much is not known before. */
function tooSmall(path: string, free: number, size: number): Finding {
  return blocker("COPY-SPACE", {
    summary: `${mebibytes(free)} are free in ${path}, and the data has ${mebibytes(size)}`,
    remedy: "Make room there, or name another directory.",
  });
}

function mebibytes(bytes: number): string {
  return `${String(Math.ceil(bytes / (1024 * 1024)))} MiB`;
}

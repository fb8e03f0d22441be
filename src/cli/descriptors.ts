import { fstatSync, lstatSync, readdirSync, readlinkSync, unlinkSync, type BigIntStats } from "node:fs";
import { join } from "node:path";

/** A regular file that this process was started with. */
export interface OpenFile {
  readonly path: string;
  readonly device: bigint;
  readonly inode: bigint;
}

/** What the descriptors of this process lead to. */
export interface Descriptors {
  /** The regular file behind a descriptor, if it is one and its name can be found. */
  regularFile(descriptor: number): OpenFile | undefined;
  /** Descriptors beyond the standard three that the shell may have opened. */
  numbered(): readonly number[];
}

export const processDescriptors: Descriptors = {
  regularFile: (descriptor) => {
    const stats = quietly(() => fstatSync(descriptor, { bigint: true }));
    if (stats?.isFile() !== true) return undefined;
    const path = linkOf(descriptor) ?? fileInDirectory(stats);
    return path === undefined ? undefined : { path, device: stats.dev, inode: stats.ino };
  },
  numbered: () => {
    const names = quietly(() => readdirSync("/proc/self/fd")) ?? [];
    return names.map(Number).filter((descriptor) => descriptor > 2);
  },
};

function linkOf(descriptor: number): string | undefined {
  const path = quietly(() => readlinkSync(`/proc/self/fd/${descriptor}`));
  return path?.startsWith("/") === true ? path : undefined;
}

/** Where there is no /proc: the shell made the file in the directory it stood in. */
function fileInDirectory(stats: BigIntStats): string | undefined {
  const directory = process.cwd();
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .find((path) => {
      const found = quietly(() => lstatSync(path, { bigint: true }));
      return found?.dev === stats.dev && found.ino === stats.ino;
    });
}

const recentMilliseconds = 10_000n;

/**
 * Removes the file a shell made for a torn pair: only a regular, empty file that is still the one behind the
 * descriptor, has no other name, was made just before this process began, and was not changed since.
 */
export function removeIfJustMade({ path, device, inode }: OpenFile, begun: Date): boolean {
  const stats = quietly(() => lstatSync(path, { bigint: true }));
  if (stats?.isFile() !== true || stats.size !== 0n || stats.nlink !== 1n) return false;
  if (stats.dev !== device || stats.ino !== inode) return false;
  if (stats.birthtimeMs < BigInt(begun.getTime()) - recentMilliseconds) return false;
  // A file that was there before has been emptied by the shell since it was made.
  if (stats.mtimeNs !== stats.birthtimeNs) return false;
  quietly(() => {
    unlinkSync(path);
  });
  return quietly(() => lstatSync(path)) === undefined;
}

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

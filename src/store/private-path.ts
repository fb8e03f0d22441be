import { constants } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../core/errors.ts";

/** The right of the group and of all others to write. */
const othersMayWrite = 0o022;

/**
 * Opens a directory or a regular file of which nobody but this user can have written a byte. A journal steers what is
 * stopped and removed, so one that another user planted would make their choice ours. A symbolic link is not followed.
 *
 * @throws UsageError where it is not private; the system's own error where it cannot be opened
 */
export async function openPrivate(
  path: string,
  kind: "directory" | "file",
  flags: number,
): Promise<FileHandle> {
  // Without O_NONBLOCK, opening a fifo somebody put there would wait for ever.
  const safe = constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags | safe, 0o600).catch((error: unknown) => {
    if (isCode(error, "ELOOP")) throw notPrivate(path, "is a symbolic link");
    throw isCode(error, "EISDIR") ? notPrivate(path, `is not a ${kind}`) : error;
  });
  try {
    await assertPrivate(handle, path, kind);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function assertPrivate(handle: FileHandle, path: string, kind: "directory" | "file"): Promise<void> {
  const found = await handle.stat();
  if (kind === "directory" ? !found.isDirectory() : !found.isFile()) {
    throw notPrivate(path, `is not a ${kind}`);
  }
  if (found.uid !== process.geteuid?.()) throw notPrivate(path, `belongs to another user (id ${found.uid})`);
  if ((found.mode & othersMayWrite) !== 0) throw notPrivate(path, "can be written by other users");
  if (kind === "file" && found.nlink > 1) throw notPrivate(path, "has a second name");
}

export async function assertPrivateDirectory(path: string): Promise<void> {
  const handle = await openPrivate(path, "directory", constants.O_RDONLY);
  await handle.close();
}

/** Makes a directory and what is missing above it, for this user alone, durably. */
export async function makePrivateDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  await assertPrivateDirectory(path);
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made));
}

export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function notPrivate(path: string, fault: string): UsageError {
  return new UsageError({
    summary: "The journal is not in a private place",
    detail: [
      `${path} ${fault}.`,
      "A journal steers what dbshift stops and removes, so only one that nobody else can have written is read.",
    ],
  });
}

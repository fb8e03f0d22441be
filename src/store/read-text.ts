import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * The text of a small regular file.
 *
 * @throws Error with a reason for people, where it is none, or larger than it should be, or cannot be read
 */
export async function readText(path: string, largestBytes: number): Promise<string> {
  // Without O_NONBLOCK, opening a fifo would wait for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error("it is not a regular file");
    if (stats.size > largestBytes) {
      throw new Error(`it has ${String(stats.size)} bytes, more than it should have`);
    }
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

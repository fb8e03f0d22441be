import { setTimeout } from "node:timers/promises";

const longestMilliseconds = 60_000;

/**
 * Waits until everything written to a stream has left this process: a pipe takes 64 KiB at once, and what it has not
 * taken when the process ends is lost. A reader that went away ends the wait, and one that reads nothing cannot hold
 * it for ever.
 */
export async function flush(stream: NodeJS.WritableStream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  stream.write("", () => {
    resolve(undefined);
  });
  await Promise.race([promise, setTimeout(longestMilliseconds, undefined, { ref: false })]);
}

import { StepError } from "../../core/errors.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";

/** What lies in a directory of a container, in bytes on disk. */
export async function sizeOfDirectory(
  runtime: RuntimeReader,
  containerId: string,
  directory: string,
): Promise<number> {
  const { stdout } = await runtime.look(containerId, ["du", "-sk", directory]);
  // A file that comes or goes meanwhile makes it complain, and tell the size all the same.
  const kibibytes = /^(\d+)\s/.exec(stdout)?.[1];
  if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  throw new StepError({ summary: `The size of ${directory} cannot be read` });
}

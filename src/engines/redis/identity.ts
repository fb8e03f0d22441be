import { StepError } from "../../core/errors.ts";
import type { RuntimeReader } from "../../ports/runtime.ts";

/**
 * Tells the data in a container from any other. A server keeps nothing in its files that says which data they are, and
 * its run id changes with each start; what stays is the place: the volume and the directory in it, by its number there.
 *
 * @throws StepError where that cannot be looked at
 */
export async function identityOf(
  runtime: RuntimeReader,
  containerId: string,
  directory: string,
): Promise<string> {
  const container = await runtime.findContainer(containerId);
  const mount = container?.mounts
    .filter(({ destination }) => `${directory}/`.startsWith(`${destination.replace(/\/*$/, "")}/`))
    .sort((a, b) => b.destination.length - a.destination.length)[0];
  const place = mount?.volume ?? mount?.source ?? "";
  const { exitCode, stdout, stderr } = await runtime.look(containerId, ["stat", "-L", "-c", "%i", directory]);
  const number = /^\d+$/.exec(stdout.trim())?.[0];
  if (exitCode === 0 && number !== undefined) return `${place}@${number}`;
  throw new StepError({ summary: `The directory ${directory} cannot be looked at`, detail: [stderr] });
}

import { LeaseHeld } from "../core/errors.ts";
import { label } from "../ports/runtime.ts";
import type { Docker } from "./compose-run.ts";

/**
 * While a run is under way its database looks like all kinds of trouble (stopped, its new volume there already), so who
 * drives it is asked first.
 *
 * @throws LeaseHeld where somebody does
 */
export async function assertNotDriven({ runtime, leases }: Docker, name: string): Promise<void> {
  const container = await runtime.findContainer(name);
  if (container === undefined) return;
  // Once the target has the name, the volume the lease is on is the one it was made from.
  const volumes = [container.labels[label.sourceVolume], ...container.mounts.map((mount) => mount.volume)];
  for (const volume of new Set(volumes)) {
    const holder = volume === undefined ? undefined : await leases.holderOf(volume);
    if (holder === undefined) continue;
    const { run, command, user, host, pid, since } = holder;
    throw new LeaseHeld({
      summary: `Container "${container.name}" is being upgraded by another run`,
      detail: [
        `Run ${run} has held it since ${since}: ${user}@${host}, process ${pid}.`,
        `It was started as: ${command}`,
        "Which side serves is what that run decides; from here nothing was changed.",
      ],
      next: [`dbshift status ${run}`],
    });
  }
}

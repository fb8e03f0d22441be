import { label, type Runtime } from "../ports/runtime.ts";

/**
 * Removes what still carries a run's label once everything was undone: scratch containers of a check that was cut
 * off, which no compensation knows of. Only ever called before the pivot, when nothing the run made is worth keeping.
 */
export async function sweepLeftovers(runtime: Runtime, run: string): Promise<void> {
  const ours = { [label.run]: run };
  for (const { id, labels } of await runtime.listContainers(ours)) {
    if (labels[label.role] !== "lease") {
      await runtime.removeContainer(id, ours);
    }
  }
  for (const { name } of await runtime.listVolumes(ours)) {
    await runtime.removeVolume(name, ours);
  }
}

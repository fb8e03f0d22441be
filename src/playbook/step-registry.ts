import type { Step } from "./define-step.ts";

/** The steps a playbook may use, by the name it writes under `use`. */
export type StepRegistry = ReadonlyMap<string, Step>;

export function stepRegistry(...lists: readonly (readonly Step[])[]): StepRegistry {
  const registry = new Map<string, Step>();
  for (const step of lists.flat()) {
    if (registry.has(step.id)) {
      throw new Error(`dbshift is wrong about itself: two steps are called ${step.id}`);
    }
    registry.set(step.id, step);
  }
  return registry;
}

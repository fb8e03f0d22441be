import { engines } from "../engines/registry.ts";
import { stepRegistry, type StepRegistry } from "../playbook/step-registry.ts";
import { dockerSteps } from "../steps/docker-steps.ts";

/** Every step there is, of every engine: for commands that are about playbooks and no database. */
export async function wholeRegistry(): Promise<StepRegistry> {
  const parts = await Promise.all(engines.map((engine) => engine.load({})));
  return stepRegistry(dockerSteps, ...parts.map(({ steps }) => steps));
}

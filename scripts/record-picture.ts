import { packagedPlaybook } from "../src/cli/find-playbook.ts";
import { postgresSteps } from "../src/engines/postgres/steps.ts";
import { stepRegistry } from "../src/playbook/step-registry.ts";
import { playbookMermaid } from "../src/report/playbook-mermaid.ts";
import { dockerSteps } from "../src/steps/docker-steps.ts";

/** A playbook that comes with dbshift, as the README shows it. */
export function playbookPicture(name: string): string {
  return playbookMermaid(packagedPlaybook(name, stepRegistry(dockerSteps, postgresSteps)));
}

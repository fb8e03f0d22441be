import { UsageError } from "../core/errors.ts";
import type { Playbook } from "./playbook.ts";
import { readPlaybook } from "./read-playbook.ts";
import type { StepRegistry } from "./step-registry.ts";

/**
 * A playbook from its text. Every problem is reported at once, as sentences with the line they are about.
 *
 * @throws UsageError where the text is no playbook, or where running it would break an invariant
 */
export function loadPlaybook(text: string, origin: string, registry: StepRegistry): Playbook {
  const read = readPlaybook(text, registry);
  if (!("problems" in read)) return read;
  throw new UsageError({
    summary: `The playbook ${origin} cannot be used`,
    detail: read.problems.map((problem) => `Line ${problem.line}: ${problem.text}`),
  });
}

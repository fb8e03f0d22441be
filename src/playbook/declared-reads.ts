import { invariant } from "../core/errors.ts";
import type { ReadContext } from "./context.ts";
import type { Step } from "./define-step.ts";

type Asking = Pick<ReadContext, "outputOf" | "findOutputOf">;

/**
 * Holds a step to what it says it reads: the checker of playbooks goes by that, so a result that is asked for without it
 * could be missing in the middle of a run.
 */
export function declaredReads(step: Step, find: ReadContext["findOutputOf"]): Asking {
  const reads = new Set(step.reads?.map(({ id }) => id));
  const mayRead = new Set(step.mayRead?.map(({ id }) => id));
  return {
    outputOf: (of) => {
      invariant(reads.has(of.id), `${step.id} does not say that it reads the result of ${of.id}`);
      const output = find(of);
      invariant(output !== undefined, `${step.id} asks for the output of ${of.id}, which did not succeed`);
      return output;
    },
    findOutputOf: (of) => {
      const said = reads.has(of.id) || mayRead.has(of.id);
      invariant(said, `${step.id} does not say that it reads the result of ${of.id}`);
      return find(of);
    },
  };
}

import type { Plan } from "../../core/plan.ts";
import { postgresFacts, type PostgresFacts } from "./facts.ts";

/** What the plan keeps about the source server. */
export function factsOf(plan: Plan): PostgresFacts {
  return postgresFacts.parse(plan.facts);
}

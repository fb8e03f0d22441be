import type { Plan } from "../../core/plan.ts";
import { redisFacts, type RedisFacts } from "./facts.ts";

/** What the plan keeps about the source server. */
export const factsOf = (plan: Plan): RedisFacts => redisFacts.parse(plan.facts);

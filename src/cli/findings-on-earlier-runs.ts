import { info, type Finding } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import { startsFromTargetOf } from "../core/superseded-by.ts";
import { openStore } from "./open-store.ts";
import type { CommonOptions } from "./options.ts";
import { progressOfAll } from "./superseding.ts";

/** What earlier upgrades of the same database keep still. Runs that cannot be read say nothing here. */
export async function findingsOnEarlierRuns(plan: Plan, options: CommonOptions): Promise<readonly Finding[]> {
  const listings = await openStore(options)
    .then((store) => store.list())
    .catch(() => []);
  const kept = progressOfAll(listings).filter(
    (earlier) => earlier.outcome === "target serves" && startsFromTargetOf(plan, earlier),
  );
  return kept.map(({ run, plan: { source, target, from } }) =>
    info("EARLIER-RUN", {
      summary: `Run ${run} made this database from version ${from}, and keeps that source still`,
      detail:
        `It is the container ${target.keptSource} with the volume ${source.volume}. ` +
        "After this upgrade that run cannot be rolled back any more; it can be retired, before or after.",
    }),
  );
}

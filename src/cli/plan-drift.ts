import { blocker, type Finding } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";

type Field = readonly [name: string, read: (plan: Plan) => string];

/** What tells one database from another. Sizes and uptime may move between two looks; none of these may. */
const identity: readonly Field[] = [
  ["the container's id", ({ source }) => source.containerId],
  ["the time it was started", ({ source }) => source.startedAt],
  ["its image", ({ source }) => source.imageId],
  ["its volume", ({ source }) => source.volume],
  ["the server's version", ({ source }) => source.version],
  ["the identity of its data", ({ source }) => source.identity],
  ["the Docker engine", ({ daemon }) => daemon.id],
  ["the playbook", ({ playbook }) => playbook.sha256],
];

/** What changed between the plan a person saw and the world a run would begin in. */
export function planDrift(shown: Plan, seen: Plan): readonly Finding[] {
  return identity
    .filter(([, read]) => read(shown) !== read(seen))
    .map(([name, read]) =>
      blocker("DRIFT", {
        summary: `Since the plan was made ${name} has changed`,
        detail: `It was ${read(shown)} and is ${read(seen)} now.`,
        remedy: "Make a new plan.",
      }),
    );
}

import { blocker, type Finding } from "../core/finding.ts";
import type { Plan, PlannedStep } from "../core/plan.ts";
import { keepsPin, pinText } from "../core/target-pin.ts";

type Field = readonly [name: string, read: (plan: Plan) => string];

/** What tells one upgrade from another: the database, what is made of it, and how. None of it may move. */
const identity: readonly Field[] = [
  ["the container's id", ({ source }) => source.containerId],
  ["the container's name", ({ source }) => source.container],
  ["its image", ({ source }) => source.imageId],
  ["its volume", ({ source }) => source.volume],
  ["the place of its volume", ({ source }) => source.mountedAt],
  ["the server's version", ({ source }) => source.version],
  ["the identity of its data", ({ source }) => source.identity],
  ["the Docker engine", ({ daemon }) => daemon.id],
  ["the kind of database", ({ engine }) => engine],
  ["the pair of versions", ({ from, to }) => `${from}..${to}`],
  ["the playbook", ({ playbook }) => playbook.sha256],
  ["the list of steps", ({ steps }) => steps.map(stepText).join(", ")],
  ["the image to upgrade to", ({ target }) => target.image],
  ["the name of the target's volume", ({ target }) => target.volume],
  ["the name the source is kept under", ({ target }) => target.keptSource],
  ["the name the target would be kept under", ({ target }) => target.setAsideTarget],
  ["the directory the dump is kept in", ({ backup }) => backup ?? "none"],
  ["what is compared of rows", ({ verify }) => verify.rows],
  ["the labels of what is made", ({ labels }) => JSON.stringify(Object.entries(labels).sort())],
];

/** Kept where it is surely the same image, as it is where what is pulled has the digest the registry had. */
function targetDrift({ target: before }: Plan, { target: now }: Plan): readonly Finding[] {
  if (before.image !== now.image || keepsPin(before, now)) return [];
  return [drift(`what ${before.image} means`, pinText(before), pinText(now))];
}

const sameStart: Field = ["the time it was started", ({ source }) => source.startedAt];

/** What changed between a plan that was kept and the world as it is: what the plan says is no longer so. */
export function identityDrift(kept: Plan, seen: Plan): readonly Finding[] {
  return driftIn(identity, kept, seen);
}

/** The same between the question and the run, where not even a restart may come. */
export function planDrift(shown: Plan, seen: Plan): readonly Finding[] {
  return driftIn([...identity, sameStart], shown, seen);
}

/** Only the engine: what another one says of containers need not be asked. */
export function daemonDrift(kept: Plan, daemon: Plan["daemon"]): readonly Finding[] {
  return identityDrift(kept, { ...kept, daemon });
}

function driftIn(fields: readonly Field[], before: Plan, now: Plan): readonly Finding[] {
  const moved = fields
    .filter(([, read]) => read(before) !== read(now))
    .map(([name, read]) => drift(name, read(before), read(now)));
  return [...moved, ...targetDrift(before, now)];
}

function drift(name: string, was: string, is: string): Finding {
  return blocker("DRIFT", {
    summary: `Since the plan was made ${name} has changed`,
    detail: `It was ${was} and is ${is} now.`,
    remedy: "Make a new plan.",
  });
}

/** Without the title, which another version of dbshift may word differently. */
function stepText({ id, use, kind, phase, needs }: PlannedStep): string {
  return `${id} (${[use, kind, phase, ...needs].join(" ")})`;
}

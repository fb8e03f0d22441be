import { resolve } from "node:path";
import { Refused, UsageError } from "../core/errors.ts";
import type { Plan } from "../core/plan.ts";
import type { EngineParts } from "../engines/registry.ts";
import { loadPlaybook } from "../playbook/load-playbook.ts";
import type { Playbook } from "../playbook/playbook.ts";
import { stepRegistry } from "../playbook/step-registry.ts";
import { dockerSteps } from "../steps/docker-steps.ts";
import { connectDocker, loadEngine } from "./compose-run.ts";
import { lookFor, type Prepared } from "./prepare-plan.ts";
import { assertNotDriven } from "./assert-not-driven.ts";
import type { DriveOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { daemonDrift } from "./plan-drift.ts";

/**
 * Makes a plan that was kept once more, from what it asked for: the same container, pair, image and labels, by the
 * playbook it holds. What came of it is for the caller to compare.
 *
 * @throws Refused where the Docker engine is another one, or no such plan can be made any more
 * @throws UsageError where this version lacks the engine, or the playbook cannot be used
 */
export async function preparePlanned(
  { file, plan }: { readonly file: string; readonly plan: Plan },
  options: DriveOptions,
  output: Output,
): Promise<Prepared> {
  const parts = await loadEngine(plan.engine, output);
  const playbook = playbookOf(plan, parts);
  const docker = await connectDocker(options);
  const drift = daemonDrift(plan, await docker.runtime.daemon());
  if (drift.length > 0) throw Refused.because(drift);
  const { container } = plan.source;
  await assertNotDriven(docker, container);
  const { from, to, target, backup, verify, labels } = plan;
  const look = lookFor(
    { docker, parts, playbook },
    {
      container,
      from,
      to,
      toImage: target.image,
      backup: backup === null ? undefined : resolve(backup),
      verify,
      labels,
    },
    { options, askedBy: () => ["apply", resolve(file)] },
  );
  return { parts, playbook, docker, container, plan: await look(), again: look };
}

function playbookOf({ engine, playbook: { name, text } }: Plan, { steps }: EngineParts): Playbook {
  const playbook = loadPlaybook(text, `${name} of this plan`, stepRegistry(dockerSteps, steps));
  if (playbook.name === name && playbook.engine === engine) return playbook;
  throw new UsageError({
    summary: "The plan and the playbook in it contradict each other",
    detail: [
      `The plan says ${name} for ${engine}, the playbook says ${playbook.name} for ${playbook.engine}.`,
      "Nothing was changed.",
    ],
  });
}

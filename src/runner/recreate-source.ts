import { z } from "zod";
import { isDone, stepProgress } from "../core/progress.ts";
import { descriptionPath, holderRole } from "../playbook/source-holder.ts";
import { label } from "../ports/runtime.ts";
import type { Driver } from "./driver.ts";

const isolating = "docker/isolate-source";
const holding = "docker/hold-source";
const held = z.object({ containerId: z.string() });

/**
 * Makes the source's container again where somebody has removed it while it was stopped, as `docker container prune`
 * does: under a name that is free, as unstartable as it was. What needs to know it by its id reads the new one from the
 * journal. Where nothing tells how it was made, it stays away, and the step that wants it says so.
 */
export async function recreateSource(driver: Driver): Promise<void> {
  const { runtime } = driver.ports;
  const { source } = driver.progress.plan;
  if ((await runtime.findContainer(source.containerId)) !== undefined) return;
  const containerId = (await findMade(driver)) ?? (await makeAgain(driver));
  if (containerId === undefined) return;
  const place = driver.playbook.steps.find(({ use }) => use === isolating);
  if (place !== undefined && isDone(stepProgress(driver.progress, place.id))) {
    const { labelsFor } = driver.context(place, 1, driver.ports.interruption.atOnce);
    await runtime.makeUnstartable(containerId, labelsFor("nowhere"));
  }
  await driver.record({ type: "source.recreated", containerId });
}

/** One that was made by a process which died before it could say so: under the very name it had announced. */
async function findMade(driver: Driver): Promise<string | undefined> {
  const { plan, recreating } = driver.progress;
  if (recreating === undefined) return undefined;
  const found = await driver.ports.runtime.findContainer(recreating);
  const isIt =
    found?.state === "created" &&
    found.imageId === plan.source.imageId &&
    found.mounts.some(({ volume }) => volume === plan.source.volume);
  return isIt ? found.id : undefined;
}

async function makeAgain(driver: Driver): Promise<string | undefined> {
  const { runtime } = driver.ports;
  const { source, target } = driver.progress.plan;
  const description = await readDescription(driver);
  if (description === undefined) return undefined;
  const taken = (await runtime.findContainer(source.container)) !== undefined;
  const name = taken ? target.keptSource : source.container;
  await driver.record({ type: "source.recreating", name });
  return runtime.createAgain(description, name);
}

async function readDescription(driver: Driver): Promise<string | undefined> {
  const { runtime } = driver.ports;
  const labels = { [label.run]: driver.progress.run, [label.role]: holderRole };
  const journaled = holderIn(driver);
  const holder = (await runtime.listContainers(labels)).find(
    ({ id, state }) => state === "running" && id === (journaled ?? id),
  );
  if (holder === undefined) return undefined;
  const read = await runtime.look(holder.id, ["cat", descriptionPath], { user: "0" });
  return read.exitCode === 0 && read.stdout !== "" ? read.stdout : undefined;
}

/** Its id, where the step that made it came to tell it; labels alone anybody can write. */
function holderIn({ playbook, progress }: Driver): string | undefined {
  const place = playbook.steps.find(({ use }) => use === holding);
  const output = place && stepProgress(progress, place.id).output;
  return held.safeParse(output).data?.containerId;
}

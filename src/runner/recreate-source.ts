import { isDone, stepProgress } from "../core/progress.ts";
import { descriptionPath, holderRole } from "../playbook/source-holder.ts";
import { label, type Container } from "../ports/runtime.ts";
import type { Driver } from "./driver.ts";

const isolating = "docker/isolate-source";

/**
 * Makes the source's container again where somebody has removed it while it was stopped, as \`docker container prune\`
 * does: under a name that is free, as unstartable as it was. What needs to know it by its id reads the new one from the
 * journal. Where nothing tells how it was made, it stays away, and the step that wants it says so.
 */
export async function recreateSource(driver: Driver): Promise<void> {
  const { runtime } = driver.ports;
  const { plan } = driver.progress;
  if ((await runtime.findContainer(plan.source.containerId)) !== undefined) return;
  const description = await readDescription(driver);
  if (description === undefined) return;
  const { container } = plan.source;
  const containerId =
    (await findMade(driver))?.id ??
    (await runtime.createAgain(
      description,
      (await runtime.findContainer(container)) === undefined ? container : plan.target.keptSource,
    ));
  const place = driver.playbook.steps.find(({ use }) => use === isolating);
  if (place !== undefined && isDone(stepProgress(driver.progress, place.id))) {
    const { labelsFor } = driver.context(place, 1, driver.ports.interruption.atOnce);
    await runtime.makeUnstartable(containerId, labelsFor("nowhere"));
  }
  await driver.record({ type: "source.recreated", containerId });
}

/** One that was made by a process which died before it could say so. */
async function findMade(driver: Driver): Promise<Container | undefined> {
  const { plan, run } = driver.progress;
  const names = [plan.source.container, plan.target.keptSource];
  const all = await driver.ports.runtime.listContainers();
  return all.find(
    ({ name, imageId, state, labels, mounts }) =>
      names.includes(name) &&
      imageId === plan.source.imageId &&
      state === "created" &&
      labels[label.run] !== run &&
      mounts.some(({ volume }) => volume === plan.source.volume),
  );
}

async function readDescription(driver: Driver): Promise<string | undefined> {
  const { runtime } = driver.ports;
  const labels = { [label.run]: driver.progress.run, [label.role]: holderRole };
  const holder = (await runtime.listContainers(labels)).find(({ state }) => state === "running");
  if (holder === undefined) return undefined;
  const read = await runtime.look(holder.id, ["cat", descriptionPath], { user: "0" });
  return read.exitCode === 0 && read.stdout !== "" ? read.stdout : undefined;
}

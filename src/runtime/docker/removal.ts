import { setTimeout as sleep } from "node:timers/promises";
import { DeadlinePassed, StepError } from "../../core/errors.ts";
import type { Labels } from "../../ports/runtime.ts";
import { assertCarries } from "./assert-carries.ts";
import { path, type Engine } from "./engine.ts";
import { findContainerJson } from "./look-up.ts";
import { isConflict } from "./translate-error.ts";

export async function removeContainer(engine: Engine, containerId: string, labels: Labels): Promise<void> {
  const container = await findContainerJson(engine, containerId);
  if (!container) return;
  assertCarries(`The container "${container.Name.replace(/^\//, "")}"`, container.Config.Labels, labels);
  await remove(engine, container.Id, { v: true, force: true });
}

export async function removeForeignContainer(engine: Engine, containerId: string): Promise<void> {
  const container = await findContainerJson(engine, containerId);
  if (!container) return;
  const { Id: id, Name: name, State: state } = container;
  if (id !== containerId || state.Status === "running") {
    throw new StepError({
      summary: `The container "${name.replace(/^\//, "")}" is not removed`,
      detail: ["Only a stopped container is removed that dbshift has not made, and only by its full id."],
    });
  }
  await remove(engine, id, { v: false, force: false });
}

const patience = 60;

async function remove(engine: Engine, id: string, query: { v: boolean; force: boolean }): Promise<void> {
  const doing = `removing the container ${id.slice(0, 12)}`;
  try {
    await engine.find({ method: "DELETE", path: path`/containers/${id}`, query, doing });
  } catch (error) {
    // A removal that is under way already, perhaps of an earlier call that was cut off.
    if (!isConflict(error) || !error.detail.join().includes("already in progress")) throw error;
  }
  const deadline = Date.now() + patience * 1000;
  while (await findContainerJson(engine, id)) {
    if (Date.now() > deadline) {
      throw new DeadlinePassed(`Removing the container ${id.slice(0, 12)}`, patience);
    }
    await sleep(50);
  }
}

import type { Container, Labels } from "../../ports/runtime.ts";
import type { Engine } from "./engine.ts";
import { findContainerJson } from "./look-up.ts";
import { readContainer } from "./read-container.ts";

export async function listContainers(engine: Engine, labels: Labels = {}): Promise<readonly Container[]> {
  const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const query = { all: true, ...(label.length > 0 && { filters: { label } }) };
  const call = { method: "GET", path: "/containers/json", query, doing: "listing containers" } as const;
  const containers: Container[] = [];
  for (const { Id: id } of (await engine.ask(call)) as readonly { Id: string }[]) {
    const json = await findContainerJson(engine, id);
    // It may have been removed since it was listed.
    if (json) containers.push(await readContainer(engine, json));
  }
  return containers;
}

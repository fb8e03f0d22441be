import type { Engine } from "../ports/engine.ts";
import { label, type Container, type RuntimeReader } from "../ports/runtime.ts";

/** Roles of containers that dbshift made and people use. */
const forPeople: ReadonlySet<string> = new Set(["target", "restored"]);

/**
 * The containers, running or not, that look like this engine's and are somebody's database: without what dbshift made for
 * its own work, and without what it keeps for a way back.
 */
export async function listDatabases(runtime: RuntimeReader, engine: Engine): Promise<readonly Container[]> {
  const found: Container[] = [];
  for (const container of await runtime.listContainers()) {
    const role = container.labels[label.role];
    const isSomebodys = role === undefined || forPeople.has(role);
    if (!isSomebodys || container.unstartable) continue;
    const image = await runtime.findImage(container.imageId);
    if (engine.recognises(container, image)) found.push(container);
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

import { StepError } from "../../core/errors.ts";
import type { CreateJson } from "./engine-json.ts";
import { path, type Engine } from "./engine.ts";
import { findVolumeJson, getContainerJson } from "./look-up.ts";
import { isConflict } from "./translate-error.ts";

/** Created by name, which the engine does atomically, and looked at again. Returns the id. */
export async function createContainer(engine: Engine, name: string, body: CreateJson): Promise<string> {
  await assertVolumesExist(engine, body);
  const id = await create(engine, name, body);
  try {
    await assertNoAnonymousVolume(engine, id, body);
  } catch (error) {
    await discard(engine, id);
    throw error;
  }
  return id;
}

/** Takes back a container this call has just made, with what the engine made for it. */
export async function discard(engine: Engine, id: string): Promise<void> {
  const query = { v: true, force: true };
  const doing = `removing the container ${id.slice(0, 12)}`;
  await engine.find({ method: "DELETE", path: path`/containers/${id}`, query, doing });
}

async function create(engine: Engine, name: string, body: CreateJson): Promise<string> {
  const doing = `creating the container "${name}"`;
  const call = { method: "POST", path: "/containers/create", query: { name }, body, doing } as const;
  try {
    // Patient, because the engine first copies into an empty volume what the image has at its place.
    const answer = await engine.ask({ ...call, patient: true });
    return (answer as { Id: string }).Id;
  } catch (error) {
    if (isConflict(error)) throw new NameTaken(name, error.detail, error);
    throw error;
  }
}

export class NameTaken extends StepError {
  constructor(name: string, detail: readonly string[], cause: unknown) {
    super({ summary: `A container named "${name}" exists already`, detail }, cause);
  }
}

/** The engine makes a volume it does not find, without any label. */
async function assertVolumesExist(engine: Engine, body: CreateJson): Promise<void> {
  for (const name of namedVolumes(body)) {
    if (!(await findVolumeJson(engine, name))) {
      throw new StepError({ summary: `The volume "${name}" is not there` });
    }
  }
}

async function assertNoAnonymousVolume(engine: Engine, id: string, body: CreateJson): Promise<void> {
  const named = namedVolumes(body);
  const { Mounts: points } = await getContainerJson(engine, id);
  const stray = points.find(
    ({ Type: type, Name: volume }) => type === "volume" && volume && !named.has(volume),
  );
  // Mounts taken over from another container cannot be told from those the engine made up.
  if (stray && !body.HostConfig.VolumesFrom?.length) {
    throw new StepError({ summary: `Docker attached a volume of its own at ${stray.Destination}` });
  }
}

function namedVolumes(body: CreateJson): ReadonlySet<string> {
  const { Binds: binds, Mounts: mounts } = body.HostConfig;
  const fromBinds = (binds ?? [])
    .map((bind) => bind.split(":", 1)[0] ?? "")
    .filter((name) => !name.startsWith("/"));
  const fromMounts = (mounts ?? []).flatMap((each) =>
    each.Type === "volume" && each.Source ? [each.Source] : [],
  );
  return new Set([...fromBinds, ...fromMounts]);
}

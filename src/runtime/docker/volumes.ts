import { randomBytes } from "node:crypto";
import { StepError } from "../../core/errors.ts";
import type { Labels } from "../../ports/runtime.ts";
import { assertCarries } from "./assert-carries.ts";
import { path, type Engine } from "./engine.ts";
import { findVolumeJson } from "./look-up.ts";

/** Tells the volume of this very call from one that somebody made between our two looks. */
const nonceLabel = "dbshift.nonce";

/** `volume create` says yes to a volume that exists, and leaves it its own labels. So it is looked at before and after. */
export async function createVolume(engine: Engine, name: string, labels: Labels): Promise<void> {
  if (await findVolumeJson(engine, name)) throw taken(name);
  const Labels = { ...labels, [nonceLabel]: randomBytes(8).toString("hex") };
  const body = { Name: name, Labels };
  await engine.ask({ method: "POST", path: "/volumes/create", body, doing: `creating the volume "${name}"` });
  const made = await findVolumeJson(engine, name);
  if (made?.Labels?.[nonceLabel] !== Labels[nonceLabel]) throw taken(name);
}

export async function removeVolume(engine: Engine, name: string, labels: Labels): Promise<void> {
  const volume = await findVolumeJson(engine, name);
  if (!volume) return;
  assertCarries(`The volume "${name}"`, volume.Labels, labels);
  await remove(engine, name);
}

export async function removeForeignVolume(engine: Engine, name: string, createdAt: string): Promise<void> {
  const volume = await findVolumeJson(engine, name);
  if (!volume) return;
  if ((volume.CreatedAt ?? "") !== createdAt) {
    throw new StepError({
      summary: `The volume "${name}" is not removed: it is not the one that was looked at`,
      detail: [`That one was created at ${createdAt}, this one at ${volume.CreatedAt ?? "an unknown time"}.`],
    });
  }
  await remove(engine, name);
}

async function remove(engine: Engine, name: string): Promise<void> {
  await engine.find({
    method: "DELETE",
    path: path`/volumes/${name}`,
    doing: `removing the volume "${name}"`,
  });
}

function taken(name: string): StepError {
  return new StepError({
    summary: `A volume named "${name}" exists already`,
    detail: ["dbshift puts data only into a volume it has just made itself, so this one was left as it is."],
    next: [`docker volume inspect ${name}`],
  });
}

import { StepError } from "../../core/errors.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { ContainerJson, ImageJson, NetworkJson, VolumeJson } from "./engine-json.ts";
import { isName, path, type Engine } from "./engine.ts";
import { noSuchContainer } from "./no-such-container.ts";
import { understood } from "./understood.ts";

/** By full id or exact name; the engine itself would also take the beginning of an id. */
export async function findContainerJson(
  engine: Engine,
  idOrName: string,
): Promise<ContainerJson | undefined> {
  if (!isName(idOrName)) return undefined;
  const call = {
    method: "GET",
    path: path`/containers/${idOrName}/json`,
    doing: "looking at a container",
  } as const;
  const found = understood(await engine.find(call), "a container");
  return found?.Id === idOrName || found?.Name === `/${idOrName}` ? found : undefined;
}

export async function getContainerJson(engine: Engine, id: string): Promise<ContainerJson> {
  const found = await findContainerJson(engine, id);
  if (!found) throw noSuchContainer(id);
  return found;
}

/** An image reference keeps its slashes: the API takes them as part of the path. */
export async function findImageJson(engine: Engine, reference: string): Promise<ImageJson | undefined> {
  if (!/^[\w][\w.:@/-]*$/.test(reference) || reference.includes("..")) return undefined;
  const call = { method: "GET", path: `/images/${reference}/json`, doing: "looking at an image" } as const;
  const found = understood(await engine.find(call), "an image");
  return found && isPartOfId(reference, found) ? undefined : found;
}

export async function getImageJson(engine: Engine, reference: string): Promise<ImageJson> {
  const image = await findImageJson(engine, reference);
  if (image) return image;
  const next = [`docker pull ${shellWord(reference)}`];
  throw new StepError({ summary: `The image ${reference} is not here`, next });
}

function isPartOfId(reference: string, { Id: id, RepoTags: tags }: ImageJson): boolean {
  if (reference === id || tags?.includes(`${reference}:latest`)) return false;
  return id.startsWith(reference) || id.startsWith(`sha256:${reference}`);
}

export async function findVolumeJson(engine: Engine, name: string): Promise<VolumeJson | undefined> {
  if (!isName(name)) return undefined;
  const call = { method: "GET", path: path`/volumes/${name}`, doing: "looking at a volume" } as const;
  const found = understood(await engine.find(call), "a volume");
  return found?.Name === name ? found : undefined;
}

/** By full id or exact name. */
export async function findNetworkJson(engine: Engine, idOrName: string): Promise<NetworkJson | undefined> {
  if (idOrName === "") return undefined;
  const call = { method: "GET", path: path`/networks/${idOrName}`, doing: "looking at a network" } as const;
  const found = understood(await engine.find(call), "a network");
  return found?.Id === idOrName || found?.Name === idOrName ? found : undefined;
}

import { createLikeJson } from "./create-like.ts";
import type { ContainerJson } from "./engine-json.ts";
import type { Engine } from "./engine.ts";
import { findImageJson, getContainerJson } from "./look-up.ts";

/** What the engine says of a container, whole. */
export async function describe(engine: Engine, containerId: string): Promise<string> {
  return JSON.stringify(await getContainerJson(engine, containerId));
}

export async function createAgain(engine: Engine, description: string, name: string): Promise<string> {
  const original = JSON.parse(description) as ContainerJson;
  const reference = original.Config.Image;
  // By its tag, as its user did, while that still is the image it ran.
  const tagged = reference ? await findImageJson(engine, reference) : undefined;
  return createLikeJson(engine, original, {
    name,
    image: reference && tagged?.Id === original.Image ? reference : original.Image,
    labels: original.Config.Labels ?? {},
    private: false,
  });
}

import type { Container } from "../../ports/runtime.ts";
import type { ContainerJson } from "./engine-json.ts";
import type { Engine } from "./engine.ts";
import { findImageJson } from "./look-up.ts";
import { toContainer } from "./to-container.ts";
import { isUnstartable } from "./unstartable.ts";

export async function readContainer(engine: Engine, json: ContainerJson): Promise<Container> {
  const [image, unstartable] = await Promise.all([
    findImageJson(engine, json.Image),
    isUnstartable(engine, json),
  ]);
  return toContainer(json, { image, unstartable });
}

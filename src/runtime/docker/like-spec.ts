import type { LikenessChanges } from "../../ports/runtime.ts";
import type { ContainerJson, CreateJson, ImageJson } from "./engine-json.ts";
import { likeConfig } from "./like-config.ts";
import { likeHostConfig } from "./like-host-config.ts";
import { likeNetworks } from "./like-networks.ts";

export interface Likeness {
  readonly original: ContainerJson;
  /** The image the original runs; undefined where it is gone, and everything must count as its user's wish. */
  readonly originalImage: ImageJson | undefined;
  /** The image of the new container. */
  readonly image: ImageJson;
  readonly changes: LikenessChanges;
}

/**
 * The new container is the original minus its image plus the changes. Copying the original's whole configuration would
 * carry the old image's PATH and version variables along, and the new server would not start.
 */
export function likeSpec(likeness: Likeness): CreateJson {
  return { ...likeConfig(likeness), HostConfig: likeHostConfig(likeness), ...likeNetworks(likeness) };
}

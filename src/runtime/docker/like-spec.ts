import type { CreateJson } from "./engine-json.ts";
import { likeConfig } from "./like-config.ts";
import { likeHostConfig } from "./like-host-config.ts";
import { likeNetworks } from "./like-networks.ts";
import type { Likeness } from "./likeness.ts";

/**
 * The new container is the original minus its image plus the changes. Copying the original's whole configuration would
 * carry the old image's PATH and version variables along, and the new server would not start.
 */
export function likeSpec(likeness: Likeness): CreateJson {
  return { ...likeConfig(likeness), HostConfig: likeHostConfig(likeness), ...likeNetworks(likeness) };
}

import type { Attachment } from "../../src/ports/runtime.ts";
import type { World } from "./world.ts";

/** Which network is meant: by id where that one still is, else by name; its id. */
export function networkOf({ networks }: World, { network, networkId }: Attachment): string | undefined {
  if (networks[networkId] !== undefined) return networkId;
  return Object.keys(networks).find((id) => networks[id] === network);
}

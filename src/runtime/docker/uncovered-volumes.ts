import { cleanPath } from "./clean-path.ts";
import type { ImageJson } from "./engine-json.ts";

/**
 * A tmpfs for each VOLUME path of the image that nothing is mounted at: for those the engine would make an anonymous
 * volume, which outlives the container without a name or a label that says whose it was.
 */
export function uncoveredVolumes(image: ImageJson, covered: readonly string[]): Record<string, string> {
  const taken = new Set(covered.map(cleanPath));
  const open = Object.keys(image.Config?.Volumes ?? {}).filter((path) => !taken.has(cleanPath(path)));
  return Object.fromEntries(open.map((path) => [path, ""]));
}

import type { Labels, Volume } from "../../ports/runtime.ts";
import type { VolumeJson } from "./engine-json.ts";
import type { Engine } from "./engine.ts";
import { toVolume } from "./to-volume.ts";

export async function listVolumes(engine: Engine, labels: Labels): Promise<readonly Volume[]> {
  const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const query = label.length > 0 ? { filters: { label } } : {};
  const answer = await engine.ask({ method: "GET", path: "/volumes", query, doing: "listing volumes" });
  return ((answer as { Volumes: readonly VolumeJson[] | null }).Volumes ?? []).map(toVolume);
}

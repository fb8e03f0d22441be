import type { Volume } from "../../ports/runtime.ts";
import { isAnonymousVolume } from "./anonymous-volume.ts";
import type { VolumeJson } from "./engine-json.ts";

export function toVolume(json: VolumeJson): Volume {
  return {
    name: json.Name,
    driver: json.Driver,
    options: json.Options ?? {},
    labels: json.Labels ?? {},
    createdAt: json.CreatedAt ?? "",
    anonymous: isAnonymousVolume(json.Name),
  };
}

import type { OwnMount } from "../../ports/runtime.ts";
import type { MountJson } from "./engine-json.ts";

export function ownMounts(mounts: readonly OwnMount[]): {
  Mounts: MountJson[];
  Tmpfs: Record<string, string>;
} {
  return {
    Mounts: mounts.flatMap((mount) => ("volume" in mount ? [toMountJson(mount)] : [])),
    Tmpfs: Object.fromEntries(mounts.flatMap((mount) => ("tmpfs" in mount ? [[mount.at, ""]] : []))),
  };
}

function toMountJson({ volume, at, readOnly = false }: Extract<OwnMount, { volume: string }>): MountJson {
  return {
    Type: "volume",
    Source: volume,
    Target: at,
    ReadOnly: readOnly,
    // Into an empty volume the engine copies what the image has at that path, also where it is only to be read.
    ...(readOnly && { VolumeOptions: { NoCopy: true } }),
  };
}

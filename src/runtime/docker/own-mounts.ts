import type { OwnMount } from "../../ports/runtime.ts";
import type { MountJson } from "./engine-json.ts";

export function ownMounts(mounts: readonly OwnMount[]): {
  Mounts: MountJson[];
  Tmpfs: Record<string, string>;
} {
  return {
    Mounts: mounts.flatMap((mount) => ("tmpfs" in mount ? [] : [toMountJson(mount)])),
    Tmpfs: Object.fromEntries(mounts.flatMap((mount) => ("tmpfs" in mount ? [[mount.at, ""]] : []))),
  };
}

function toMountJson(mount: Exclude<OwnMount, { tmpfs: true }>): MountJson {
  const { at, readOnly = false } = mount;
  if ("directory" in mount) return { Type: "bind", Source: mount.directory, Target: at, ReadOnly: readOnly };
  const { volume } = mount;
  return {
    Type: "volume",
    Source: volume,
    Target: at,
    ReadOnly: readOnly,
    // Into an empty volume the engine copies what the image has at that path, also where it is only to be read.
    ...(readOnly && { VolumeOptions: { NoCopy: true } }),
  };
}

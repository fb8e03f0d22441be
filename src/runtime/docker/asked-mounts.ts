import { cleanPath } from "./clean-path.ts";
import type { ContainerJson, MountJson, MountPointJson } from "./engine-json.ts";

/** A mount in the form in which it can be asked for again. */
export type AskedMount =
  | { readonly kind: "bind"; readonly at: string; readonly bind: string; readonly options: readonly string[] }
  | { readonly kind: "mount"; readonly at: string; readonly mount: MountJson };

/**
 * Every mount of a container, also those it was not asked to have by name: anonymous volumes stand in no list but that
 * of the mounts themselves, and asked for by their path alone they would come back empty.
 */
export function askedMounts(container: ContainerJson): readonly AskedMount[] {
  const binds = (container.HostConfig.Binds ?? []).map(fromBind);
  const mounts = (container.HostConfig.Mounts ?? []).map((mount) => fromMount(mount, container.Mounts));
  const named = new Set([...binds, ...mounts].map(({ at }) => cleanPath(at)));
  const unnamed = container.Mounts.filter(
    ({ Type: type, Destination: at }) => (type === "volume" || type === "bind") && !named.has(at),
  );
  return [...binds, ...mounts, ...unnamed.map(fromPoint)];
}

/** `source:destination[:options]`, the form of `docker run --volume`. */
function fromBind(bind: string): AskedMount {
  const [, at = "", options = ""] = bind.split(":");
  return { kind: "bind", at, bind, options: options === "" ? [] : options.split(",") };
}

function fromMount(mount: MountJson, points: readonly MountPointJson[]): AskedMount {
  const point = points.find(({ Destination }) => Destination === cleanPath(mount.Target));
  const isUnnamedVolume = mount.Type === "volume" && !mount.Source;
  const Source = isUnnamedVolume ? (point?.Name ?? "") : mount.Source;
  return { kind: "mount", at: mount.Target, mount: isUnnamedVolume ? { ...mount, Source } : mount };
}

function fromPoint(point: MountPointJson): AskedMount {
  const Source = point.Type === "volume" ? (point.Name ?? "") : point.Source;
  const mount = { Type: point.Type, Source, Target: point.Destination, ReadOnly: !point.RW };
  return { kind: "mount", at: point.Destination, mount };
}

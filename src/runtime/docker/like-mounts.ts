import type { LikenessChanges } from "../../ports/runtime.ts";
import { askedMounts, type AskedMount } from "./asked-mounts.ts";
import { cleanPath } from "./clean-path.ts";
import type { HostConfigJson, MountJson } from "./engine-json.ts";
import type { Likeness } from "./likeness.ts";
import { ownMounts } from "./own-mounts.ts";
import { uncoveredVolumes } from "./uncovered-volumes.ts";

type Mounts = Required<Pick<HostConfigJson, "Binds" | "Mounts" | "Tmpfs">>;

/** Scripts a user gave the image's entrypoint for a new database; a private one of ours is not theirs. */
const initialisationScripts = "/docker-entrypoint-initdb.d";

/** Where servers put their sockets: shared with others, a socket there would be a way in. */
const socketDirectories = ["/var/run", "/run", "/tmp"];
const secretDirectories = ["/var/run/secrets", "/run/secrets"];

export function likeMounts(likeness: Likeness): Mounts {
  const { original, image, changes } = likeness;
  const kept = askedMounts(original)
    .filter(({ at }) => !(changes.private && isWithin(at, initialisationScripts)))
    .map((mount) => changed(mount, changes));
  const extra = ownMounts(changes.extraMounts ?? []);
  const tmpfs: Record<string, string> = {
    ...original.HostConfig.Tmpfs,
    ...Object.fromEntries(kept.flatMap((mount) => (mount.kind === "tmpfs" ? [[mount.at, ""]] : []))),
    ...extra.Tmpfs,
    ...(changes.private && { [initialisationScripts]: "" }),
  };
  const binds = kept.flatMap((mount) => (mount.kind === "bind" ? [mount.bind] : []));
  const mounts = [...kept.flatMap((mount) => (mount.kind === "mount" ? [mount.mount] : [])), ...extra.Mounts];
  const covered = [
    ...kept.map(({ at }) => at),
    ...extra.Mounts.map(({ Target }) => Target),
    ...Object.keys(tmpfs),
  ];
  return { Binds: binds, Mounts: mounts, Tmpfs: { ...tmpfs, ...uncoveredVolumes(image, covered) } };
}

type Changed = AskedMount | { readonly kind: "tmpfs"; readonly at: string };

function changed(mount: AskedMount, changes: LikenessChanges): Changed {
  if (changes.dataMount && cleanPath(mount.at) === cleanPath(changes.dataMount.from)) {
    return dataMount(mount, changes.dataMount);
  }
  if (!changes.private) return mount;
  const isSecret = secretDirectories.some((directory) => isWithin(mount.at, directory));
  const isSocket = !isSecret && socketDirectories.some((directory) => isWithin(mount.at, directory));
  return isSocket ? { kind: "tmpfs", at: mount.at } : readOnly(mount);
}

/** Only what concerns the mount is carried over; labels and driver options were for making the original's volume. */
function dataMount(mount: AskedMount, { volume, at }: NonNullable<LikenessChanges["dataMount"]>): AskedMount {
  if (mount.kind === "bind") {
    const kept = mount.options.filter((option) => /^(ro|rw|z|Z|nocopy)$/.test(option));
    return { kind: "bind", at, options: kept, bind: [volume, at, ...joined(kept)].join(":") };
  }
  const { ReadOnly = false } = mount.mount;
  return { kind: "mount", at, mount: { Type: "volume", Source: volume, Target: at, ReadOnly } };
}

function readOnly(mount: AskedMount): AskedMount {
  if (mount.kind === "mount") return { ...mount, mount: asReadOnly(mount.mount) };
  const options = [...mount.options.filter((option) => option !== "rw" && option !== "ro"), "ro"];
  const [source = ""] = mount.bind.split(":", 1);
  return { kind: "bind", at: mount.at, options, bind: [source, mount.at, ...joined(options)].join(":") };
}

/** A tmpfs is the container's own, so nothing shared is written to. */
function asReadOnly(mount: MountJson): MountJson {
  return mount.Type === "tmpfs" ? mount : { ...mount, ReadOnly: true };
}

function joined(options: readonly string[]): string[] {
  return options.length === 0 ? [] : [options.join(",")];
}

function isWithin(path: string, directory: string): boolean {
  const resolved = cleanPath(path);
  return resolved === directory || resolved.startsWith(`${directory}/`);
}

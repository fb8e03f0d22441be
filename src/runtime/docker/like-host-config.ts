import type { HostConfigJson } from "./engine-json.ts";
import { likeMounts } from "./like-mounts.ts";
import type { Likeness } from "./likeness.ts";

/**
 * Everything is kept (limits, log driver, devices, namespaces, capabilities …) but what is named here. A restart policy
 * is set once the container is known to be good: until then the engine must not bring it back by itself.
 */
export function likeHostConfig(likeness: Likeness): HostConfigJson {
  const { changes, original } = likeness;
  // Of a moment and not of a wish, or refused by newer engines when they are sent back.
  const {
    ContainerIDFile,
    ConsoleSize,
    KernelMemory,
    KernelMemoryTCP,
    Isolation,
    MemorySwappiness,
    ...kept
  } = original.HostConfig;
  return {
    ...kept,
    // Unset reads as null or -1, which no engine takes back.
    ...(typeof MemorySwappiness === "number" && MemorySwappiness >= 0 && { MemorySwappiness }),
    AutoRemove: false,
    RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    Links: linksAsAsked(original.HostConfig.Links),
    ...likeMounts(likeness),
    ...(changes.private && {
      NetworkMode: "none",
      PortBindings: {},
      PublishAllPorts: false,
      Links: [],
      VolumesFrom: [],
    }),
  };
}

/** Inspected, a link reads `/other:/this/alias`; asked for, it reads `other:alias`. */
function linksAsAsked(links: HostConfigJson["Links"]): string[] {
  return (links ?? []).map((link) => {
    const [other = "", alias = ""] = link.split(":");
    return `${other.replace(/^\//, "")}:${alias.split("/").at(-1) ?? ""}`;
  });
}

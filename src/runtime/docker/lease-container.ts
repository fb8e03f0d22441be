import { createHash } from "node:crypto";
import type { Holder } from "../../ports/lease.ts";
import { label, type Labels } from "../../ports/runtime.ts";
import type { ContainerJson, CreateJson, ImageJson } from "./engine-json.ts";
import { uncoveredVolumes } from "./uncovered-volumes.ts";

export const leaseRole = "lease";

const longestName = 128;

/** One name for one volume, on every host that talks to the daemon. */
export function leaseName(sourceVolume: string): string {
  const name = `dbshift-lease-${sourceVolume}`;
  if (/^[\w.-]+$/.test(sourceVolume) && name.length <= longestName) return name;
  const hash = createHash("sha256").update(sourceVolume).digest("hex").slice(0, 16);
  return `${name.replace(/[^\w.-]/g, "-").slice(0, longestName - hash.length - 1)}-${hash}`;
}

/**
 * A container that does nothing but wait for the end of its stdin, which the holder's connection keeps open. StdinOnce
 * makes the engine close it when that connection ends, however it ends.
 */
export function leaseSpec(image: ImageJson, holder: Holder, labels: Labels): CreateJson {
  return {
    Image: image.Id,
    Entrypoint: ["cat"],
    Cmd: [],
    User: "65534:65534",
    Labels: {
      ...labels,
      [label.role]: leaseRole,
      [label.run]: holder.run,
      [label.holder]: JSON.stringify(holder),
    },
    OpenStdin: true,
    StdinOnce: true,
    Healthcheck: { Test: ["NONE"] },
    StopSignal: "SIGKILL",
    HostConfig: {
      NetworkMode: "none",
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
      LogConfig: { Type: "none", Config: {} },
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Tmpfs: uncoveredVolumes(image, []),
    },
  };
}

/** Who made it, as it says itself; undefined where it is no lease of ours. */
export function holderIn(container: ContainerJson): Holder | undefined {
  const labels = container.Config.Labels ?? {};
  if (labels[label.role] !== leaseRole) return undefined;
  try {
    const said = JSON.parse(labels[label.holder] ?? "") as Partial<Record<keyof Holder, unknown>>;
    const { run, command, user, host, pid, since } = said;
    const texts = [run, command, user, host, since];
    if (texts.some((text) => typeof text !== "string") || typeof pid !== "number") return undefined;
    return { run, command, user, host, pid, since } as Holder;
  } catch {
    return undefined;
  }
}

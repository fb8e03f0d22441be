import type { HelperSpec } from "../../ports/runtime.ts";
import type { CreateJson, ImageJson } from "./engine-json.ts";
import { ownMounts } from "./own-mounts.ts";
import { uncoveredVolumes } from "./uncovered-volumes.ts";

/** What a root that copies files of many owners needs, and nothing more. */
const allFiles = ["CHOWN", "DAC_OVERRIDE", "FOWNER"];

export function helperSpec(spec: HelperSpec, image: ImageJson): CreateJson {
  const [program = "", ...rest] = spec.argv;
  const { Mounts, Tmpfs } = ownMounts(spec.mounts);
  const covered = [...Mounts.map(({ Target }) => Target), ...Object.keys(Tmpfs)];
  return {
    Image: spec.image,
    Labels: { ...spec.labels },
    Entrypoint: [program],
    Cmd: rest,
    Env: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(spec.user !== undefined && { User: spec.user }),
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: spec.networkOf === undefined ? "none" : `container:${spec.networkOf}`,
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
      Mounts,
      Tmpfs: { "/tmp": "", ...Tmpfs, ...uncoveredVolumes(image, covered) },
      ReadonlyRootfs: spec.may?.includes("write to its root") !== true,
      CapDrop: ["ALL"],
      CapAdd: spec.may?.includes("handle all files") === true ? allFiles : [],
      SecurityOpt: ["no-new-privileges"],
      // The output is read back through the engine, which the daemon's default driver may not allow.
      LogConfig: { Type: "json-file", Config: {} },
    },
  };
}

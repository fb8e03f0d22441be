import type { PublishedPort, ServerSpec } from "../../ports/runtime.ts";
import type { CreateJson, HostConfigJson, ImageJson } from "./engine-json.ts";
import { ownMounts } from "./own-mounts.ts";
import { uncoveredVolumes } from "./uncovered-volumes.ts";

export function serverSpec(spec: ServerSpec, image: ImageJson): CreateJson {
  const { Mounts, Tmpfs } = ownMounts([{ volume: spec.volume, at: spec.at }]);
  return {
    Image: spec.image,
    Labels: { ...spec.labels },
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    HostConfig: {
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
      Mounts,
      Tmpfs: { ...Tmpfs, ...uncoveredVolumes(image, [spec.at]) },
      PortBindings: bindingsOf(spec.ports),
    },
  };
}

function bindingsOf(ports: readonly PublishedPort[]): NonNullable<HostConfigJson["PortBindings"]> {
  return Object.fromEntries(
    ports.map(({ containerPort, hostIp, hostPort }) => [
      containerPort,
      [{ HostIp: hostIp, HostPort: hostPort }],
    ]),
  );
}

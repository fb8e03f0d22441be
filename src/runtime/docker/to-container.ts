import type { Attachment, Container, Mount, PublishedPort } from "../../ports/runtime.ts";
import { isDeadNetwork } from "./dead-network.ts";
import { isAnonymousVolume } from "./anonymous-volume.ts";
import type { ContainerJson, EndpointJson, ImageJson, MountJson, MountPointJson } from "./engine-json.ts";
import { environmentOf } from "./environment.ts";
import { given } from "./given.ts";
import { cleanPath } from "./clean-path.ts";
import { nonEmpty } from "./non-empty.ts";

/** What an inspected container does not say itself. */
export interface Surroundings {
  /** The image it runs; where that is gone, all the container has counts as its user's. */
  readonly image: ImageJson | undefined;
  readonly unstartable: boolean;
}

/** An inspected container in our words. */
export function toContainer(json: ContainerJson, { image, unstartable }: Surroundings): Container {
  const { Config: config, HostConfig: host, State: state } = json;
  const { entrypoint, command } = given(config, image?.Config ?? {});
  return {
    id: json.Id,
    name: json.Name.replace(/^\//, ""),
    image: config.Image ?? json.Image,
    imageId: json.Image,
    state: state.Status as Container["state"],
    exitCode: state.ExitCode,
    createdAt: json.Created,
    startedAt: state.StartedAt,
    labels: config.Labels ?? {},
    environment: environmentOf(config.Env),
    entrypoint,
    command,
    user: config.User && config.User !== image?.Config?.User ? config.User : undefined,
    restartPolicy: {
      name: nonEmpty(host.RestartPolicy?.Name) ?? "no",
      maximumRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    },
    autoRemove: host.AutoRemove ?? false,
    init: host.Init ?? false,
    networkMode: networkModeOf(json),
    attachments: attachmentsOf(json),
    unstartable,
    mounts: json.Mounts.map((point) => toMount(point, host.Mounts ?? [])),
    ports: portsOf(json),
  };
}

export function networkModeOf(json: ContainerJson): string {
  const mode = json.HostConfig.NetworkMode ?? "";
  return mode === "" || mode === "default" ? "bridge" : mode;
}

/** The networks every engine has; on them a container has neither aliases nor an address of its choice. */
const predefined = new Set(["bridge", "host", "none"]);

/** The network a container was made unstartable with is nobody's wish, so it is not among them. */
export function attachmentsOf(json: ContainerJson): readonly Attachment[] {
  return Object.entries(json.NetworkSettings.Networks ?? {})
    .filter(([network]) => !isDeadNetwork(network))
    .map(([network, endpoint]) => toAttachment(json.Id, network, endpoint));
}

function toAttachment(containerId: string, network: string, endpoint: EndpointJson): Attachment {
  const common = {
    network,
    networkId: endpoint.NetworkID ?? "",
    links: endpoint.Links ?? [],
    driverOptions: endpoint.DriverOpts ?? {},
  };
  if (predefined.has(network)) return { ...common, aliases: [], ipv4: undefined, ipv6: undefined };
  // Up to API 1.44 the engine adds the short id by itself; sent back, the alias would outlive the container.
  const aliases = (endpoint.Aliases ?? []).filter((alias) => alias !== containerId.slice(0, 12));
  return {
    ...common,
    aliases: [...new Set(aliases)],
    ipv4: nonEmpty(endpoint.IPAMConfig?.IPv4Address),
    ipv6: nonEmpty(endpoint.IPAMConfig?.IPv6Address),
  };
}

function toMount(point: MountPointJson, asked: readonly MountJson[]): Mount {
  const wish = asked.find(({ Target }) => cleanPath(Target) === point.Destination);
  const name = point.Type === "volume" ? (point.Name ?? undefined) : undefined;
  const known = point.Type === "volume" || point.Type === "bind" || point.Type === "tmpfs";
  return {
    type: known ? point.Type : "other",
    volume: name,
    // Nobody else names a volume with 64 hexadecimal digits. A label says so too, but only since engine 23.
    anonymous: name !== undefined && isAnonymousVolume(name),
    source: point.Source,
    destination: point.Destination,
    subpath: nonEmpty(wish?.VolumeOptions?.Subpath),
    readOnly: !point.RW,
  };
}

function portsOf(json: ContainerJson): readonly PublishedPort[] {
  const { PortBindings: bindings, PublishAllPorts: all } = json.HostConfig;
  const asked = Object.entries(bindings ?? {}).flatMap(([containerPort, places]) =>
    (places?.length ? places : [{}]).map((place) => ({
      containerPort,
      hostIp: place.HostIp ?? "",
      hostPort: place.HostPort ?? "",
    })),
  );
  if (!all) return asked;
  const exposed = Object.keys(json.Config.ExposedPorts ?? {});
  const rest = exposed.filter((port) => !asked.some(({ containerPort }) => containerPort === port));
  return [...asked, ...rest.map((containerPort) => ({ containerPort, hostIp: "", hostPort: "" }))];
}

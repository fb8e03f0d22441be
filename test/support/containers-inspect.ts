import { docker } from "./containers.ts";

type Fields = Readonly<Record<string, unknown>>;

interface ContainerJson {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: { readonly Status: string; readonly StartedAt: string };
  readonly Config: Fields & {
    readonly Env: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: Fields & {
    readonly Binds: readonly string[] | null;
    readonly RestartPolicy: { readonly Name: string };
  };
  readonly Mounts: readonly MountJson[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, EndpointJson>> };
}

interface MountJson extends Fields {
  readonly Type: string;
  readonly Name?: string;
  readonly Destination: string;
  readonly RW: boolean;
}

interface EndpointJson {
  readonly IPAMConfig: unknown;
  readonly Aliases: readonly string[] | null;
  readonly Links: unknown;
  readonly DriverOpts?: unknown;
}

/** What its user asked for when a container was made: nothing its image said, and nothing of a moment. */
export interface Wishes {
  readonly name: string;
  readonly environment: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly config: Fields;
  readonly host: Fields;
  readonly binds: readonly string[];
  readonly mounts: readonly Fields[];
  readonly networks: Readonly<Record<string, Fields>>;
}

export interface Inspected {
  readonly id: string;
  readonly imageId: string;
  readonly image: string;
  readonly status: string;
  readonly startedAt: string;
  readonly restartPolicy: string;
  readonly volumes: readonly (string | undefined)[];
  readonly wishes: Wishes;
}

export async function inspectContainer(name: string): Promise<Inspected> {
  const [found] = JSON.parse(await docker(["container", "inspect", name])) as ContainerJson[];
  if (found === undefined) throw new Error(`There is no container ${name}.`);
  const [image] = JSON.parse(await docker(["image", "inspect", found.Image])) as Pick<
    ContainerJson,
    "Config"
  >[];
  return {
    id: found.Id,
    imageId: found.Image,
    image: String(found.Config["Image"]),
    status: found.State.Status,
    startedAt: found.State.StartedAt,
    restartPolicy: found.HostConfig.RestartPolicy.Name,
    volumes: found.Mounts.filter(({ Type }) => Type === "volume").map(({ Name }) => Name),
    wishes: wishesOf(found, image?.Config),
  };
}

function wishesOf(found: ContainerJson, image: ContainerJson["Config"] | undefined): Wishes {
  const { Env, Labels, Image: _image, ...config } = found.Config;
  const { Binds, ContainerIDFile: _file, ConsoleSize: _size, ...host } = found.HostConfig;
  const imageLabels = image?.Labels ?? {};
  return {
    name: found.Name.slice(1),
    environment: (Env ?? []).filter((entry) => image?.Env?.includes(entry) !== true).sort(),
    labels: Object.fromEntries(
      Object.entries(Labels ?? {}).filter(([name, value]) => imageLabels[name] !== value),
    ),
    // Whether the client that made it stayed on is no wish for the container.
    config: Object.fromEntries(Object.entries(config).filter(([field]) => !field.startsWith("Attach"))),
    host,
    binds: [...(Binds ?? [])].sort(),
    mounts: found.Mounts.map(({ Source, ...mount }) =>
      mount.Type === "bind" ? { ...mount, Source } : mount,
    ).sort((a, b) => a.Destination.localeCompare(b.Destination)),
    networks: Object.fromEntries(
      Object.entries(found.NetworkSettings.Networks).map(([network, endpoint]) => [
        network,
        {
          address: given(endpoint.IPAMConfig),
          // The engine adds the short id by itself.
          aliases: (endpoint.Aliases ?? []).filter((alias) => alias !== found.Id.slice(0, 12)).sort(),
          links: given(endpoint.Links),
          options: given(endpoint.DriverOpts),
        },
      ]),
    ),
  };
}

/** What nobody asked for reads in two ways, by how the network was joined. */
function given(value: unknown): unknown {
  return value === null || JSON.stringify(value) === "{}" ? undefined : value;
}

/** The same wishes with another volume in the place of one. */
export function onVolume(wishes: Wishes, from: string, to: string): Wishes {
  return {
    ...wishes,
    binds: wishes.binds
      .map((bind) => (bind.startsWith(`${from}:`) ? to + bind.slice(from.length) : bind))
      .sort(),
    mounts: wishes.mounts.map((mount) => (mount["Name"] === from ? { ...mount, Name: to } : mount)),
  };
}

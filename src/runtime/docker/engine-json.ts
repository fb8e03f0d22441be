/**
 * What the engine's HTTP API says and takes, as far as dbshift reads and writes it. An absent value is `undefined`,
 * `null` or empty depending on the engine's version, so every optional field admits all of them.
 * https://docs.docker.com/reference/api/engine/
 */
type Optional<T> = T | null | undefined;

export interface HealthcheckJson {
  readonly [field: string]: unknown;
  readonly Test?: Optional<readonly string[]>;
}

export interface ConfigJson {
  readonly Image?: Optional<string>;
  readonly Hostname?: Optional<string>;
  readonly Domainname?: Optional<string>;
  readonly User?: Optional<string>;
  readonly WorkingDir?: Optional<string>;
  readonly StopSignal?: Optional<string>;
  readonly StopTimeout?: Optional<number>;
  readonly Tty?: Optional<boolean>;
  readonly OpenStdin?: Optional<boolean>;
  readonly StdinOnce?: Optional<boolean>;
  readonly Env?: Optional<readonly string[]>;
  readonly Cmd?: Optional<readonly string[]>;
  readonly Entrypoint?: Optional<readonly string[]>;
  readonly Shell?: Optional<readonly string[]>;
  readonly Labels?: Optional<Readonly<Record<string, string>>>;
  readonly Volumes?: Optional<Readonly<Record<string, object>>>;
  readonly ExposedPorts?: Optional<Readonly<Record<string, object>>>;
  readonly Healthcheck?: Optional<HealthcheckJson>;
  readonly MacAddress?: Optional<string>;
}

export interface MountJson {
  readonly Type: string;
  readonly Target: string;
  readonly Source?: Optional<string>;
  readonly ReadOnly?: Optional<boolean>;
  readonly BindOptions?: Optional<object>;
  readonly VolumeOptions?: Optional<VolumeOptionsJson>;
  readonly TmpfsOptions?: Optional<object>;
}

export interface VolumeOptionsJson {
  readonly NoCopy?: boolean;
  readonly Labels?: Optional<Readonly<Record<string, string>>>;
  /** Since engine 26. */
  readonly Subpath?: Optional<string>;
}

export interface PortBindingJson {
  readonly HostIp?: Optional<string>;
  readonly HostPort?: Optional<string>;
}

export interface HostConfigJson {
  readonly [field: string]: unknown;
  readonly Binds?: Optional<readonly string[]>;
  readonly Mounts?: Optional<readonly MountJson[]>;
  readonly Tmpfs?: Optional<Readonly<Record<string, string>>>;
  readonly VolumesFrom?: Optional<readonly string[]>;
  readonly NetworkMode?: Optional<string>;
  readonly UTSMode?: Optional<string>;
  readonly Links?: Optional<readonly string[]>;
  readonly PortBindings?: Optional<Readonly<Record<string, Optional<readonly PortBindingJson[]>>>>;
  readonly PublishAllPorts?: Optional<boolean>;
  readonly AutoRemove?: Optional<boolean>;
  readonly RestartPolicy?: Optional<{ readonly Name?: string; readonly MaximumRetryCount?: number }>;
  readonly Init?: Optional<boolean>;
  readonly MemorySwappiness?: Optional<number>;
}

export interface EndpointJson {
  readonly NetworkID?: Optional<string>;
  readonly Aliases?: Optional<readonly string[]>;
  readonly Links?: Optional<readonly string[]>;
  readonly DriverOpts?: Optional<Readonly<Record<string, string>>>;
  readonly IPAMConfig?: Optional<{ readonly IPv4Address?: string; readonly IPv6Address?: string }>;
  readonly MacAddress?: Optional<string>;
}

/** A mount as the container has it, wherever it was asked for. */
export interface MountPointJson {
  readonly Type: string;
  readonly Name?: Optional<string>;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
}

export interface ContainerJson {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly Image: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly StartedAt: string };
  readonly Config: ConfigJson;
  readonly HostConfig: HostConfigJson;
  readonly Mounts: readonly MountPointJson[];
  readonly NetworkSettings: { readonly Networks?: Optional<Readonly<Record<string, EndpointJson>>> };
}

export interface ImageJson {
  readonly Id: string;
  readonly RepoTags?: Optional<readonly string[]>;
  readonly RepoDigests?: Optional<readonly string[]>;
  readonly Config?: Optional<ConfigJson>;
}

export interface VolumeJson {
  readonly Name: string;
  readonly Driver: string;
  readonly Options?: Optional<Readonly<Record<string, string>>>;
  readonly Labels?: Optional<Readonly<Record<string, string>>>;
  readonly CreatedAt?: Optional<string>;
}

export interface NetworkJson {
  readonly Id: string;
  readonly Name: string;
  readonly Labels?: Optional<Readonly<Record<string, string>>>;
  /** Who runs on it now, by id. */
  readonly Containers?: Optional<Readonly<Record<string, unknown>>>;
}

/** The body of `POST /containers/create`. */
export interface CreateJson extends ConfigJson {
  readonly HostConfig: HostConfigJson;
  readonly NetworkingConfig?: { readonly EndpointsConfig: Readonly<Record<string, EndpointJson>> };
}

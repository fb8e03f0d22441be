import type { Duplex } from "node:stream";
import type { DaemonFacts, DaemonSetup } from "./daemon-facts.ts";

/** Labels on what dbshift makes. A thing without our run's label is never ours, whatever its name. */
export const label = {
  run: "dbshift.run",
  role: "dbshift.role",
  attempt: "dbshift.attempt",
  from: "dbshift.from",
  to: "dbshift.to",
  engine: "dbshift.engine",
  purpose: "dbshift.purpose",
  created: "dbshift.created",
  sourceVolume: "dbshift.source-volume",
  holder: "dbshift.holder",
} as const;

export type Labels = Readonly<Record<string, string>>;

export interface Mount {
  readonly type: "volume" | "bind" | "tmpfs" | "other";
  /** The volume's name, for type `volume`. */
  readonly volume: string | undefined;
  /** A volume nobody named: docker made it for a VOLUME path, or for a mount without a source. */
  readonly anonymous: boolean;
  readonly source: string;
  readonly destination: string;
  /** A directory inside the volume that is mounted in its place. */
  readonly subpath: string | undefined;
  readonly readOnly: boolean;
}

/** One network a container is attached to, as it was asked for (not as the daemon filled it in). */
export interface Attachment {
  readonly network: string;
  readonly networkId: string;
  /** Without the container's short id, which older engines add by themselves. */
  readonly aliases: readonly string[];
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  readonly links: readonly string[];
  readonly driverOptions: Readonly<Record<string, string>>;
}

export interface PublishedPort {
  /** e.g. `5432/tcp` */
  readonly containerPort: string;
  readonly hostIp: string;
  /** Empty where the daemon chooses one at each start. */
  readonly hostPort: string;
}

export interface RestartPolicy {
  readonly name: string;
  readonly maximumRetryCount: number;
}

/** As inspected. `environment` may hold secrets: it stays in memory, and comes into no plan, journal, event or message. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** What the container was created from, as written then: a tag may have moved since. */
  readonly image: string;
  /** The image it really runs. */
  readonly imageId: string;
  readonly state: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  readonly exitCode: number;
  readonly createdAt: string;
  readonly startedAt: string;
  readonly labels: Labels;
  readonly environment: ReadonlyMap<string, string>;
  /** What the user gave instead of the image's own; undefined where the image decides. */
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly user: string | undefined;
  readonly restartPolicy: RestartPolicy;
  readonly autoRemove: boolean;
  /** An init process of the engine is PID 1 and the server its child. */
  readonly init: boolean;
  /** `bridge`, `host`, `none`, `container:<id>` or a network's name. */
  readonly networkMode: string;
  /** Without the one that makes it unstartable. */
  readonly attachments: readonly Attachment[];
  /** Left by makeUnstartable: attached to a network that no longer exists. */
  readonly unstartable: boolean;
  readonly mounts: readonly Mount[];
  readonly ports: readonly PublishedPort[];
}

export interface Image {
  readonly id: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Paths for which a container gets an anonymous volume unless something is mounted there. */
  readonly volumes: readonly string[];
  readonly labels: Labels;
  /** What registries call it, each with its repository: `postgres@sha256:…`. */
  readonly digests: readonly string[];
}

export interface Volume {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Labels;
  readonly createdAt: string;
  /** Nobody named it: docker made it for a VOLUME path, or for a mount without a source. */
  readonly anonymous: boolean;
}

export interface HostDirectory {
  readonly kind: "directory" | "absent" | "other";
  /** It lies where the engine keeps its volumes and images, and goes when they go. */
  readonly insideEngine: boolean;
  /** Zero where it is no directory. */
  readonly freeBytes: number;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Looking at a container engine. Nothing here changes anything; a plan is made with this alone.
 *
 * Every method throws RuntimeUnreachable where the engine does not answer, and returns undefined (find…) for what does
 * not exist. Names are taken literally: an id prefix or a name prefix is never matched.
 */
export interface RuntimeReader {
  daemon(): Promise<DaemonFacts>;
  daemonSetup(): Promise<DaemonSetup>;
  /** By full id or exact name. */
  findContainer(idOrName: string): Promise<Container | undefined>;
  /** All containers, running or not; only those that carry all the labels, when labels are given. */
  listContainers(labels?: Labels): Promise<readonly Container[]>;
  findImage(reference: string): Promise<Image | undefined>;
  /** The digest a registry has for a reference now; undefined where it is not told. Nothing is pulled. */
  registryDigest(reference: string): Promise<string | undefined>;
  /** The ids of all images that are there. */
  listImages(): Promise<readonly string[]>;
  findVolume(name: string): Promise<Volume | undefined>;
  listVolumes(labels: Labels): Promise<readonly Volume[]>;
  /**
   * Run a short program that only looks, in a running container. Output is kept to 1 MiB, then the call fails. A program
   * that outlives `seconds` makes the call fail; it may go on inside the container, so it must be harmless.
   */
  look(
    containerId: string,
    argv: readonly string[],
    options?: { user?: string; seconds?: number },
  ): Promise<ExecResult>;
  /**
   * A byte stream to a TCP port on the container's own loopback, relayed by a program inside it. Works without a
   * network and without a published port. Ends when either side ends; an error event where nothing listens.
   */
  dial(containerId: string, port: number): Promise<Duplex>;
  /** What makes this container again, as text. Secrets are in it: only a container of ours may keep it. */
  describe(containerId: string): Promise<string>;
  /** The end of what the container printed, both streams, control characters made visible. */
  logTail(containerId: string, lines: number): Promise<string>;
  /** What the container printed on stdout alone, for our own helpers; fails beyond 1 MiB. */
  output(containerId: string): Promise<string>;
  /** Units of the host's service manager that name this container; undefined where the engine is remote. */
  serviceUnitsNaming(container: string): Promise<readonly string[] | undefined>;
  /** A directory of the host, by absolute path; undefined where the host cannot be looked at. */
  lookAtDirectory(path: string): Promise<HostDirectory | undefined>;
}

export type OwnMount =
  | { readonly volume: string; readonly at: string; readonly readOnly?: boolean }
  /** A directory of the engine's host, by its absolute path; it has to be there. */
  | { readonly directory: string; readonly at: string; readonly readOnly?: boolean }
  | { readonly tmpfs: true; readonly at: string };

/** A container of our own making, for one job. It has no network unless it shares another container's. */
export interface HelperSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly mounts: readonly OwnMount[];
  /** Share the network of this container: its loopback, and nothing else where that has none. */
  readonly networkOf?: string;
  /** As root it handles files of any owner; it writes to its own root too, and not to its mounts and /tmp alone. */
  readonly may?: readonly ("handle all files" | "write to its root")[];
}

/** A container with a server for people to use, on one volume. Attached to the engine's default network. */
export interface ServerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  readonly environment: Readonly<Record<string, string>>;
  readonly volume: string;
  readonly at: string;
  readonly ports: readonly PublishedPort[];
}

/** What a container made after the likeness of another has different from it. */
export interface LikenessChanges {
  readonly name: string;
  /** An image id or reference; absent means the very image the original runs. */
  readonly image?: string;
  readonly labels: Labels;
  /** Replaces the mount of `from` by the volume `volume` at `at`; read-write as the original was. */
  readonly dataMount?: { readonly from: string; readonly volume: string; readonly at: string };
  /**
   * Private: no network, no ports, no aliases, no health check, nothing but the data mount and read-only mounts shared
   * with others (a shared socket directory becomes a tmpfs), users' initialisation scripts masked.
   */
  readonly private: boolean;
  readonly extraMounts?: readonly OwnMount[];
  /** Instead of the original's present networks: for an original that was taken off its own. */
  readonly attachments?: readonly Attachment[];
  /** Instead of the command the original's user gave. */
  readonly command?: readonly string[];
  /** Appended to the command. */
  readonly appendArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly dropEnvironment?: readonly string[];
}

/**
 * Changing things in a container engine. Every container and volume made here carries the labels it is given; no
 * container leaves an anonymous volume behind. Calls that find their effect already there succeed quietly (stop of a
 * stopped container, removal of what is gone), unless the contract says otherwise. What is paused goes on when started.
 */
export interface Runtime extends RuntimeReader {
  /** Pull a reference; `progress` gets bytes when the registry tells them. Returns the image's id. */
  pullImage(
    reference: string,
    progress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<string>;
  /** Fails where a volume of that name exists, labelled for this run or not. */
  createVolume(name: string, labels: Labels): Promise<void>;
  /** Removes the volume only while it carries all these labels; fails where it does not, succeeds where it is gone. */
  removeVolume(name: string, labels: Labels): Promise<void>;
  /** Removes a volume nobody labelled, by name and creation time; fails where a container uses it. */
  removeForeignVolume(name: string, createdAt: string): Promise<void>;
  /** A network that leads nowhere else, for our own links. One of this name is taken where it carries all these labels. */
  createNetwork(name: string, labels: Labels): Promise<{ readonly id: string }>;
  /** Takes everybody off the network and removes it, only while it carries all these labels; succeeds where it is gone. */
  removeNetwork(name: string, labels: Labels): Promise<void>;
  /** Created, not started. Fails where the name is taken. Returns the id. */
  createHelper(spec: HelperSpec): Promise<string>;
  /** Created, not started, with restart policy `no`. Fails where the name is taken. Returns the id. */
  createServer(spec: ServerSpec): Promise<string>;
  /**
   * A container like another: everything its user gave it (environment, command, networks with aliases and fixed
   * addresses, ports, mounts, limits, log driver …) and nothing its image gave it. Created, not started, with restart
   * policy `no`. Returns the id.
   */
  createLike(originalId: string, changes: LikenessChanges): Promise<string>;
  /** The container that was described, under another id; as createLike makes one. Fails where its image is gone. */
  createAgain(description: string, name: string): Promise<string>;
  start(containerId: string): Promise<void>;
  /** The signal, to a paused one too, then as long as it takes up to `seconds`. Never kills: fails when it is still running. */
  stop(containerId: string, seconds: number, signal: string): Promise<void>;
  kill(containerId: string): Promise<void>;
  /** Waits until the container has ended; returns its exit code. */
  wait(containerId: string, signal: AbortSignal): Promise<number>;
  /** Removes a container, ended or not, only while it carries all these labels; its anonymous volumes with it. */
  removeContainer(containerId: string, labels: Labels): Promise<void>;
  /** Removes a stopped container that is not ours by label, by id alone. Its volumes stay. */
  removeForeignContainer(containerId: string): Promise<void>;
  rename(containerId: string, name: string): Promise<void>;
  setRestartPolicy(containerId: string, policy: RestartPolicy): Promise<void>;
  /**
   * Takes a stopped container off its networks and makes it unstartable: it is left attached to a network that no
   * longer exists, so that neither a person nor a restart policy starts it.
   */
  makeUnstartable(containerId: string, labels: Labels): Promise<void>;
  /** Undoes makeUnstartable: exactly these attachments, nothing else. Safe to call when that is already so. */
  attach(containerId: string, attachments: readonly Attachment[]): Promise<void>;
  /**
   * Replaces a file in a running container as a whole: at any instant it holds the old or the new bytes, and once this
   * returns the new ones are on disk. Owner and mode stay as they were.
   */
  replaceFile(containerId: string, path: string, content: string | Uint8Array): Promise<void>;
}

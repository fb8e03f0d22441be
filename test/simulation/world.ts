import type { Attachment, Labels, Mount, PublishedPort, RestartPolicy } from "../../src/ports/runtime.ts";

/**
 * All there is of a simulated host, as plain data: what survives the death of a process. A copy of it is another host
 * on which the same has happened so far.
 */
export interface World {
  /** Milliseconds since 1970; it moves only where somebody waits. */
  now: number;
  /** What ids are made of. */
  made: number;
  containers: Record<string, SimulatedContainer>;
  volumes: Record<string, SimulatedVolume>;
  /** Names by id. */
  networks: Record<string, string>;
  /** What happens later by itself. */
  due: Due[];
  /** Journals, by run, as they are on disk. */
  journals: Record<string, string>;
  /** The digests of files of runs, by run and name; what they hold, `textOf` knows. */
  files: Record<string, string>;
  client: Client;
  /** What monitors saw that must never be. */
  violations: string[];
}

export interface SimulatedContainer {
  id: string;
  name: string;
  image: string;
  imageId: string;
  state: "created" | "running" | "exited";
  exitCode: number;
  createdAt: string;
  startedAt: string;
  labels: Labels;
  environment: Record<string, string>;
  entrypoint: readonly string[] | undefined;
  command: readonly string[] | undefined;
  user: string | undefined;
  restartPolicy: RestartPolicy;
  autoRemove: boolean;
  /** A person or a program stopped it, not its own end: `unless-stopped` does not bring it back. */
  stoppedByHand: boolean;
  networkMode: string;
  attachments: readonly Attachment[];
  /** Attached to a network that is gone: the engine starts it for nobody. */
  unstartable: boolean;
  mounts: readonly Mount[];
  ports: readonly PublishedPort[];
  /** In its own layer, by path. */
  files: Record<string, string>;
  stdout: string;
  stderr: string;
  /** What its server is doing; absent where it runs none. */
  server?: Server;
}

/** A PostgreSQL server at work. */
export interface Server {
  /** Before that it says that it is starting up. */
  readyAt: number;
  /** The access rules it has read. */
  rules: string;
  loadedAt: number;
  /** It was told to stop, and lets nobody in any more. */
  stopping: boolean;
  /** By the name each has given itself, and a number. They outlive the process that opened them. */
  sessions: string[];
}

export interface SimulatedVolume {
  name: string;
  labels: Labels;
  createdAt: string;
  anonymous: boolean;
  /** By path below the volume's root. */
  files: Record<string, string>;
  cluster?: Cluster;
}

/** The data directory of a PostgreSQL server, at the root of a volume. */
export interface Cluster {
  major: string;
  identity: string;
  /** initdb has not ended: a server starts on it, and lacks what was not made yet. */
  halfMade: boolean;
  /** The last server on it ended cleanly. */
  shutDown: boolean;
  nextTransaction: number;
  /** Whether each of the users' databases accepts connections. */
  databases: Record<string, boolean>;
  /** The ledger in the shop, each row with its number. */
  rows: number[];
  /** Everything else of the shop is there. */
  whole: boolean;
}

/** A pg_dumpall on a volume. */
export interface Dump {
  major: string;
  databases: readonly string[];
  rows: readonly number[];
  whole: boolean;
}

export interface Client {
  next: number;
  /** Rows it was told are committed, by the major that told it. */
  acknowledged: Record<string, number[]>;
  /** The majors it was served by, one after another. */
  served: string[];
}

export interface Due {
  at: number;
  what: string;
  container: string;
  /** Which start of it this belongs to. */
  startedAt: string;
}

/** Without what is undefined. The longest of it are texts, which copies have in common. */
export const copyOf = (world: World): World => copied(world) as World;

function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined) copy[name] = copied(part);
  }
  return copy;
}

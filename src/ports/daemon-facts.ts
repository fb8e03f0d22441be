/** What tells a container engine from others. */
export interface DaemonFacts {
  readonly id: string;
  /** The host name the daemon gives itself. */
  readonly name: string;
  /** How it was reached, e.g. `unix:///var/run/docker.sock`. */
  readonly host: string;
  readonly version: string;
  /** How many processors it may use; at least 1. */
  readonly cpus: number;
}

/** What an engine says of itself and its host, beyond what tells it from others. */
export interface DaemonSetup {
  readonly storageDriver: string;
  /** Where it keeps images and volumes, on its own host. */
  readonly rootDirectory: string;
  readonly operatingSystem: string;
  readonly rootless: boolean;
}

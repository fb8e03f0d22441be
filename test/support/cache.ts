import { docker, removeTest, testLabel, until } from "./containers.ts";

export interface CacheOptions {
  /** Value of the label `dbshift.test` on everything that is made; also where the names come from. */
  readonly id: string;
  readonly image: string;
  /** What stands after the image: the server's arguments, or a command. */
  readonly server?: readonly string[];
  /** More arguments for `docker create`, before the image. */
  readonly create?: readonly string[];
  /** Wanted by the server from everybody. */
  readonly password?: string;
  /** Makes the volume, for a server whose password is in a file that it reads. */
  readonly given?: (volume: string, label: readonly string[]) => Promise<void>;
}

/** A Redis or Valkey server in a container of its own, on a named volume, on the engine's default network. */
export interface Cache {
  readonly id: string;
  readonly container: string;
  readonly volume: string;
  /** Types commands to the server's own client, one a line, as `redis-cli` reads them; what it printed. */
  cli(...commands: readonly string[]): Promise<string>;
  awaitServing(): Promise<void>;
  /** Removes it, and whatever an upgrade made of it. */
  remove(): Promise<void>;
}

/** Creates the server and waits until it answers. What it made is removed when that fails. */
export async function createCache(options: CacheOptions): Promise<Cache> {
  const { id, image, server = [], create = [], password, given } = options;
  const container = `${id}-cache`;
  const volume = `${id}-data`;
  const label = ["--label", `${testLabel}=${id}`];
  // An upgrade may have taken it to the other product.
  const program = ["sh", "-c", 'exec "$(command -v redis-cli || command -v valkey-cli)"'];
  const cache: Cache = {
    id,
    container,
    volume,
    cli: (...commands) =>
      docker(["exec", "-i", "-e", "REDISCLI_AUTH", container, ...program], {
        input: commands.map((command) => `${command}\n`).join(""),
        ...(password !== undefined && { env: { REDISCLI_AUTH: password } }),
      }),
    awaitServing: () =>
      until(`${container} to answer`, 60, async () => (await cache.cli("PING")).trim() === "PONG"),
    remove: () => removeTest(id),
  };
  try {
    if (given === undefined) await docker(["volume", "create", ...label, volume]);
    else await given(volume, label);
    const mount = ["--mount", `type=volume,src=${volume},dst=/data`];
    const secret = password === undefined || given !== undefined ? [] : ["--requirepass", password];
    await docker(["create", ...label, "--name", container, ...mount, ...create, image, ...server, ...secret]);
    await docker(["start", container]);
    await cache.awaitServing();
    return cache;
  } catch (error) {
    await cache.remove();
    throw error;
  }
}

import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";

/** What a test makes carries this label with the test's own id, and is removed by it. */
export const testLabel = "dbshift.test";

export interface DockerOptions {
  readonly input?: string;
  /** Variables for the client; `-e NAME` hands one on without its value in the argument list. */
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

/** Runs the docker client; its standard output, or an error with what it said. */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { input = "", env = {}, seconds = 120 } = options;
  const { stdout } = await execa("docker", args, { input, env, timeout: seconds * 1000 });
  return stdout;
}

async function lines(args: readonly string[]): Promise<string[]> {
  return (await docker(args)).split("\n").filter((line) => line !== "");
}

/** The container by which a run holds the only right to change what is on a volume. */
export const leaseOf = (volume: string): string => `dbshift-lease-${volume}`;

/**
 * Removes what carries the test's id, and what an upgrade of it made besides: whatever is on one of its networks or uses
 * one of its volumes, the volumes made from those, and those that such a container has. Succeeds where nothing is left.
 */
export async function removeTest(id: string): Promise<void> {
  const ours = `label=${testLabel}=${id}`;
  const networks = await lines(["network", "ls", "-q", "--filter", ours]);
  const volumes = new Set(await lines(["volume", "ls", "-q", "--filter", ours]));
  for (const volume of [...volumes]) {
    const made = await lines(["volume", "ls", "-q", "--filter", `label=dbshift.source-volume=${volume}`]);
    for (const name of made) volumes.add(name);
  }
  const filters = [
    ours,
    ...networks.map((network) => `network=${network}`),
    ...[...volumes].flatMap((name) => [
      `volume=${name}`,
      `label=dbshift.source-volume=${name}`,
      `name=^/${leaseOf(name)}$`,
    ]),
  ];
  const users = await Promise.all(
    filters.map((filter) => lines(["ps", "-aq", "--no-trunc", "--filter", filter])),
  );
  const containers = [...new Set(users.flat())];
  if (containers.length > 0) {
    const mounted = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{"\\n"}}{{end}}{{end}}';
    for (const name of await lines(["inspect", "--format", mounted, ...containers])) volumes.add(name);
    await docker(["rm", "--force", "--volumes", ...containers]);
  }
  if (volumes.size > 0) await docker(["volume", "rm", "--force", ...volumes]);
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
}

/** A TCP port of the loopback interface on which nothing listens right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** Asks until the answer is yes; `what` completes "Waited N s for …". An attempt that throws counts as a no. */
export async function until(what: string, seconds: number, attempt: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
    await sleep(200);
  }
  throw new Error(`Waited ${seconds} s for ${what}.`, { cause: last });
}

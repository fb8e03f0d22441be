import type { Host } from "./host.ts";
import type { Cluster, SimulatedContainer, SimulatedVolume } from "./world.ts";

/** Where this image keeps its data. */
export const dataDirectoryOf = ({ environment }: SimulatedContainer): string =>
  environment["PGDATA"] ?? "/var/lib/postgresql/data";

/** The volume that a container has its data directory on. */
export function dataVolumeOf(host: Host, container: SimulatedContainer): SimulatedVolume | undefined {
  const at = dataDirectoryOf(container);
  const mount = container.mounts.find(({ destination }) => destination === at);
  return mount?.volume === undefined ? undefined : host.volume(mount.volume);
}

export const majorOf = ({ environment }: SimulatedContainer): string => environment["PG_MAJOR"] ?? "";

/** The cluster a server works on right now and accepts connections to. */
export function servedCluster(host: Host, container: SimulatedContainer | undefined): Cluster | undefined {
  if (container?.state !== "running" || container.server === undefined) return undefined;
  if (container.server.stopping || host.world.now < container.server.readyAt) return undefined;
  return dataVolumeOf(host, container)?.cluster;
}

/** Whether its access rules let anybody in who comes over the network. */
export const admitsClients = ({ server, attachments, networkMode }: SimulatedContainer): boolean =>
  server !== undefined &&
  attachments.length > 0 &&
  networkMode !== "none" &&
  /^host all all all /m.test(server.rules);

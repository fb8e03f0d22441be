import { messageOf } from "../core/errors.ts";
import type { FoundCluster } from "../ports/engine.ts";
import type { Container, Volume } from "../ports/runtime.ts";
import { openSearch, type OpenSearch, type SearchPorts } from "./open-search.ts";

/** A volume nobody named or nothing uses, with a cluster in it. */
export interface LooseCluster extends Omit<FoundCluster, "place"> {
  readonly volume: string;
  readonly anonymous: boolean;
  /** The containers that have it, running or not; none means that nothing does. */
  readonly containers: readonly string[];
}

export interface VolumeSearch {
  /** How many volumes were looked into. */
  readonly read: number;
  /** The one that was written to last is first. */
  readonly clusters: readonly LooseCluster[];
  /** Volumes that were not looked into, and why. */
  readonly unread: readonly { readonly volume: string; readonly reason: string }[];
}

/** So many are mounted at once. */
const together = 40;

/**
 * Looks for clusters in the volumes people forget: those that no container has, and those without a name of their own.
 * Nothing in them changes, and no volume is made or removed.
 *
 * @throws the signal's reason where it is aborted; what looked is gone then as well
 */
export async function searchVolumes(ports: SearchPorts): Promise<VolumeSearch> {
  const volumes = await ports.runtime.listVolumes({});
  // In this order: what is made in between has its container listed, and is not taken for forgotten.
  const containers = await ports.runtime.listContainers();
  const usersOf = ({ name }: Volume): string[] =>
    containers
      .filter(({ mounts }) => mounts.some(({ volume }) => volume === name))
      .map(({ name: user }) => user);
  const loose = volumes.filter((volume) => volume.anonymous || usersOf(volume).length === 0);
  const [plain, foreign] = [loose.filter(isPlain), loose.filter((volume) => !isPlain(volume))];
  const { found, unread } = await searchPlain(ports, containers, plain);
  return {
    read: plain.length - unread.length,
    clusters: found
      .map(({ at, cluster: { place: _, ...cluster } }) => ({
        ...cluster,
        volume: at.name,
        anonymous: at.anonymous,
        containers: usersOf(at),
      }))
      .sort((a, b) => b.lastWrite.localeCompare(a.lastWrite)),
    unread: [...unread, ...foreign.map(({ name }) => ({ volume: name, reason: foreignReason }))],
  };
}

const foreignReason =
  "its driver or its options are not the usual ones, and looking could change something elsewhere";

function isPlain({ driver, options }: Volume): boolean {
  return driver === "local" && Object.keys(options).length === 0;
}

interface Found {
  readonly at: Volume;
  readonly cluster: FoundCluster;
}

interface Outcome {
  readonly found: readonly Found[];
  readonly unread: VolumeSearch["unread"];
}

async function searchPlain(
  ports: SearchPorts,
  containers: readonly Container[],
  volumes: readonly Volume[],
): Promise<Outcome> {
  if (volumes.length === 0) return { found: [], unread: [] };
  const search = await openSearch(ports, containers);
  const outcomes: Outcome[] = [];
  for (let from = 0; from < volumes.length; from += together) {
    outcomes.push(await searchIn(search, ports, volumes.slice(from, from + together)));
  }
  return joined(outcomes);
}

/** One volume that cannot be mounted keeps none of the others from being looked into: halved until it is alone. */
async function searchIn(
  search: OpenSearch | undefined,
  ports: SearchPorts,
  volumes: readonly Volume[],
): Promise<Outcome> {
  const none = (reason: string): Outcome => ({
    found: [],
    unread: volumes.map(({ name: volume }) => ({ volume, reason })),
  });
  if (search === undefined) return none("there is no image here that could be used to look into it");
  try {
    const output = await search(volumes.map(({ name }) => name));
    const found = ports.engine.clusterSearch.read(output).flatMap((cluster) => {
      const at = volumes[cluster.place];
      return at === undefined ? [] : [{ at, cluster }];
    });
    return { found, unread: [] };
  } catch (error) {
    ports.signal.throwIfAborted();
    if (volumes.length === 1) return none(messageOf(error));
    const half = Math.ceil(volumes.length / 2);
    return joined([
      await searchIn(search, ports, volumes.slice(0, half)),
      await searchIn(search, ports, volumes.slice(half)),
    ]);
  }
}

function joined(outcomes: readonly Outcome[]): Outcome {
  return {
    found: outcomes.flatMap(({ found }) => found),
    unread: outcomes.flatMap(({ unread }) => unread),
  };
}

import { dataDirectoryOf, dataVolumeOf, majorOf } from "./cluster-of.ts";
import type { Host, Program } from "./host.ts";
import type { SimulatedContainer } from "./world.ts";

const startMilliseconds = 100;
const recoveryMilliseconds = 400;
const stopMilliseconds = 100;

/**
 * What the official images' entrypoint and server do with the volume they find: make a cluster where there is none,
 * serve the one of their major, end at any other's. Whether another server is at work there they cannot see.
 */
export const serverProgram: Program = {
  stages: [{ after: 0, run: begin }],
  onSignal: (container) => {
    if (container.server !== undefined) {
      container.server.stopping = true;
      container.server.sessions = [];
    }
    return { code: 0, after: stopMilliseconds };
  },
  ended: (host, container, code) => {
    const cluster = dataVolumeOf(host, container)?.cluster;
    if (container.server !== undefined && cluster !== undefined && code === 0) cluster.shutDown = true;
  },
};

function begin(host: Host, container: SimulatedContainer): number | undefined {
  const volume = dataVolumeOf(host, container);
  if (volume === undefined) return 1;
  const { now, violations } = host.world;
  volume.cluster ??= {
    major: majorOf(container),
    identity: `made by an entrypoint ${host.newId()}`,
    halfMade: false,
    shutDown: true,
    nextTransaction: 700,
    databases: {},
    rows: [],
    whole: false,
  };
  const { cluster } = volume;
  const others = host
    .usersOf(volume.name)
    .filter(({ id, server }) => id !== container.id && server !== undefined);
  for (const other of others) {
    violations.push(`I4: ${other.name} and ${container.name} serve from ${volume.name} at once`);
  }
  if (cluster.major !== majorOf(container)) {
    violations.push(
      `I3: a server of ${majorOf(container)} was started on ${volume.name}, which is ${cluster.major}'s`,
    );
    container.stderr += "FATAL:  database files are incompatible with server\n";
    return 1;
  }
  const rules = host.read(container, rulesFileOf(container));
  if (rules === undefined) return 1;
  const readyAt = now + (cluster.shutDown ? startMilliseconds : recoveryMilliseconds);
  cluster.shutDown = false;
  container.server = { readyAt, rules, loadedAt: now, stopping: false, sessions: [] };
  // Waiting for a server to be ready is waiting for this.
  const { id, startedAt } = container;
  host.world.due.push({ at: readyAt, what: "stage 1", container: id, startedAt });
  return undefined;
}

export function rulesFileOf(container: SimulatedContainer): string {
  const given = container.command?.findLast((word) => word.startsWith("hba_file="));
  return given === undefined ? `${dataDirectoryOf(container)}/pg_hba.conf` : given.slice("hba_file=".length);
}

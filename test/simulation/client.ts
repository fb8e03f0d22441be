import { admitsClients, majorOf, servedCluster } from "./cluster-of.ts";
import type { Host } from "./host.ts";
import type { SimulatedContainer } from "./world.ts";

/** The containers that would take a write of a client of the shop. */
export function servingClients(host: Host): SimulatedContainer[] {
  return host
    .list()
    .filter(
      ({ ports, attachments }) =>
        ports.some(isShops) || attachments.some(({ aliases }) => aliases.includes("db")),
    )
    .filter((container) => admitsClients(container) && servedCluster(host, container) !== undefined);
}

const isShops = ({ hostPort }: SimulatedContainer["ports"][number]): boolean => hostPort === "5432";

/** A client that writes a row wherever it is served, and keeps account of what it was told. */
export function writeRow(host: Host): void {
  const { client, violations } = host.world;
  const serving = servingClients(host);
  if (serving.length > 1) {
    violations.push(`I4: ${serving.map(({ name }) => name).join(" and ")} take writes at once`);
  }
  const [container] = serving;
  const cluster = servedCluster(host, container);
  if (container === undefined || cluster === undefined) return;
  const row = client.next++;
  cluster.rows.push(row);
  cluster.nextTransaction += 1;
  const major = majorOf(container);
  (client.acknowledged[major] ??= []).push(row);
  if (client.served.at(-1) !== major) client.served.push(major);
}

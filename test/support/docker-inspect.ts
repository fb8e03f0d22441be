import type { DockerSandbox } from "./docker-sandbox.ts";

type Json = Record<string, unknown>;

/** What a person asked of a container, without what the engine made of it: what two of a kind have in common. */
export async function inspectWishes(sandbox: DockerSandbox, container: string): Promise<Json> {
  const [inspected] = JSON.parse(await sandbox.docker("inspect", container)) as [Json];
  const id = inspected["Id"] as string;
  const config = inspected["Config"] as Json;
  return {
    Config: { ...config, Hostname: config["Hostname"] === id.slice(0, 12) ? "" : config["Hostname"] },
    HostConfig: inspected["HostConfig"],
    Mounts: sortedBy(inspected["Mounts"] as Json[], "Destination"),
    Networks: Object.fromEntries(
      Object.entries((inspected["NetworkSettings"] as Record<"Networks", Record<string, Json>>).Networks)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([network, endpoint]) => [network, endpointWish(endpoint, id)]),
    ),
  };
}

function endpointWish(endpoint: Json, id: string): Json {
  const aliases = (endpoint["Aliases"] ?? []) as string[];
  return {
    aliases: aliases.filter((alias) => alias !== id.slice(0, 12)).sort(),
    address: (endpoint["IPAMConfig"] as Json | null)?.["IPv4Address"] ?? "",
  };
}

function sortedBy(values: Json[], field: string): Json[] {
  return [...values].sort((one, other) => (String(one[field]) < String(other[field]) ? -1 : 1));
}

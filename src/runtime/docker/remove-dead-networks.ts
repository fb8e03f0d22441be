import { deadNetworkLabel } from "./dead-network.ts";
import type { NetworkJson } from "./engine-json.ts";
import { path, type Engine } from "./engine.ts";

/** Those made for this container that still exist, because the call that made them was cut off. */
export async function removeDeadNetworks(engine: Engine, containerId: string): Promise<void> {
  const query = { filters: { label: [`${deadNetworkLabel}=${containerId}`] } };
  const call = { method: "GET", path: "/networks", query, doing: "listing networks" } as const;
  const networks = (await engine.ask(call)) as readonly NetworkJson[];
  for (const { Id: id, Name: name, Labels: labels } of networks) {
    // An older engine passes over a filter it does not know, so the answer is checked.
    if (labels?.[deadNetworkLabel] !== containerId) continue;
    const doing = `removing the network "${name}"`;
    await engine.find({ method: "DELETE", path: path`/networks/${id}`, doing });
  }
}

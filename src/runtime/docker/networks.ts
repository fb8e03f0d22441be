import { StepError } from "../../core/errors.ts";
import type { Labels } from "../../ports/runtime.ts";
import { assertCarries } from "./assert-carries.ts";
import { disconnect } from "./attach.ts";
import { path, type Engine } from "./engine.ts";
import { findNetworkJson } from "./look-up.ts";

/** Without a way out, so no port of whoever is on it is published for its sake. */
export async function createNetwork(
  engine: Engine,
  name: string,
  labels: Labels,
): Promise<{ readonly id: string }> {
  if (!(await findNetworkJson(engine, name))) {
    const body = { Name: name, Driver: "bridge", Internal: true, CheckDuplicate: true, Labels: labels };
    const doing = `creating the network "${name}"`;
    await engine.ask({ method: "POST", path: "/networks/create", body, doing });
  }
  const network = await findNetworkJson(engine, name);
  if (!network) throw new StepError({ summary: `The network "${name}" was removed while it was made` });
  assertCarries(`The network "${name}"`, network.Labels, labels);
  return { id: network.Id };
}

export async function removeNetwork(engine: Engine, name: string, labels: Labels): Promise<void> {
  const network = await findNetworkJson(engine, name);
  if (!network) return;
  assertCarries(`The network "${name}"`, network.Labels, labels);
  for (const id of Object.keys(network.Containers ?? {})) await disconnect(engine, id, network.Id);
  const doing = `removing the network "${name}"`;
  await engine.find({ method: "DELETE", path: path`/networks/${network.Id}`, doing });
}

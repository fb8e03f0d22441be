import { randomBytes } from "node:crypto";
import { StepError, invariant } from "../../core/errors.ts";
import type { Labels } from "../../ports/runtime.ts";
import { disconnect } from "./attach.ts";
import { deadNetworkLabel, deadNetworkName, isDeadNetwork } from "./dead-network.ts";
import type { ContainerJson } from "./engine-json.ts";
import { path, type Engine } from "./engine.ts";
import { findNetworkJson, getContainerJson } from "./look-up.ts";
import { removeDeadNetworks } from "./remove-dead-networks.ts";

/**
 * Leaves a stopped container on one network that no longer exists: the engine then starts it for nobody, and says
 * "network … not found". Removing a network does not touch the stopped containers attached to it.
 */
export async function makeUnstartable(engine: Engine, containerId: string, labels: Labels): Promise<void> {
  const before = await getContainerJson(engine, containerId);
  assertPossible(before);
  if (await isUnstartable(engine, before)) return;
  for (const network of networksOf(before)) await disconnect(engine, containerId, network);
  await removeDeadNetworks(engine, containerId);

  const name = deadNetworkName(containerId, randomBytes(6).toString("hex"));
  const body = {
    Name: name,
    Driver: "bridge",
    Internal: true,
    Labels: { ...labels, [deadNetworkLabel]: containerId },
  };
  await engine.ask({
    method: "POST",
    path: "/networks/create",
    body,
    doing: `creating the network "${name}"`,
  });
  const doing = `putting the container ${containerId.slice(0, 12)} on the network "${name}"`;
  const connected = { Container: containerId };
  try {
    await engine.ask({ method: "POST", path: path`/networks/${name}/connect`, body: connected, doing });
  } catch (error) {
    // Where the container was removed in between, nobody would ever ask for its networks again.
    await removeDeadNetworks(engine, containerId);
    throw error;
  }
  await removeDeadNetworks(engine, containerId);

  const after = await getContainerJson(engine, containerId);
  if (!(await isUnstartable(engine, after))) {
    throw new StepError({ summary: `The container ${nameOf(after)} could not be made unstartable` });
  }
}

function assertPossible(container: ContainerJson): void {
  const { HostConfig: host, State: state } = container;
  invariant(state.Status !== "running", `${nameOf(container)} is made unstartable while it runs`);
  if (host.NetworkMode?.startsWith("container:")) {
    throw new StepError({
      summary: `The container ${nameOf(container)} cannot be made unstartable`,
      detail: [
        "It shares another container's network, and Docker looks at no network of its own when it starts it.",
      ],
    });
  }
}

export async function isUnstartable(engine: Engine, container: ContainerJson): Promise<boolean> {
  const networks = networksOf(container);
  const [only = ""] = networks;
  return networks.length === 1 && isDeadNetwork(only) && !(await findNetworkJson(engine, only));
}

function networksOf(container: ContainerJson): readonly string[] {
  return Object.keys(container.NetworkSettings.Networks ?? {});
}

function nameOf(container: ContainerJson): string {
  return container.Name.replace(/^\//, "");
}

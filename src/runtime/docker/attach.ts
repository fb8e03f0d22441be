import { StepError } from "../../core/errors.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Attachment } from "../../ports/runtime.ts";
import { path, type Engine } from "./engine.ts";
import { findNetworkJson, getContainerJson } from "./look-up.ts";
import { removeDeadNetworks } from "./remove-dead-networks.ts";
import { same } from "./same.ts";
import { attachmentsOf } from "./to-container.ts";
import { toEndpoint } from "./to-endpoint.ts";

/**
 * Leaves the container with exactly these attachments. Each is looked at before it is touched, so that a call after one
 * that was cut off does only what is missing.
 */
export async function attach(
  engine: Engine,
  containerId: string,
  wanted: readonly Attachment[],
): Promise<void> {
  const json = await getContainerJson(engine, containerId);
  const present = attachmentsOf(json);
  const stays = (network: string) => {
    const is = present.find((each) => each.network === network);
    const wish = wanted.find((each) => each.network === network);
    return is && wish && same(toEndpoint(is), toEndpoint(wish));
  };
  // All that goes, first: the engine takes no second network beside `none` or `host`.
  for (const network of Object.keys(json.NetworkSettings.Networks ?? {})) {
    if (!stays(network)) await disconnect(engine, containerId, network);
  }
  for (const attachment of wanted) {
    if (!stays(attachment.network)) await connectTo(engine, containerId, attachment);
  }
  await removeDeadNetworks(engine, containerId);
}

/** By force, because the network may no longer exist. Quiet where the container is not on it. */
export async function disconnect(engine: Engine, containerId: string, network: string): Promise<void> {
  const doing = `taking the container ${containerId.slice(0, 12)} off the network "${network}"`;
  const body = { Container: containerId, Force: true };
  await engine.find({ method: "POST", path: path`/networks/${network}/disconnect`, body, doing });
}

async function connectTo(engine: Engine, containerId: string, attachment: Attachment): Promise<void> {
  // By id where that network still is; by name where it was made anew meanwhile, as compose does.
  const network =
    (await findNetworkJson(engine, attachment.networkId)) ??
    (await findNetworkJson(engine, attachment.network));
  if (!network) throw networkGone(attachment.network);
  const doing = `putting the container ${containerId.slice(0, 12)} on the network "${attachment.network}"`;
  const body = { Container: containerId, EndpointConfig: toEndpoint(attachment) };
  await engine.ask({ method: "POST", path: path`/networks/${network.Id}/connect`, body, doing });
}

function networkGone(network: string): StepError {
  return new StepError({
    summary: `The network "${network}" is not there any more`,
    detail: [
      `Somebody removed it. Make it again as it was, such as by: docker network create ${shellWord(network)}`,
    ],
  });
}

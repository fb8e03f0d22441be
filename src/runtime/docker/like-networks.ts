import type { CreateJson } from "./engine-json.ts";
import type { Likeness } from "./likeness.ts";
import { attachmentsOf, networkModeOf } from "./to-container.ts";
import { toEndpoint } from "./to-endpoint.ts";

/**
 * The network the container is created with: the one its network mode names, asked for as it was asked for then, with
 * aliases and a fixed address where its user gave one. An address the engine chose is left to it: by now it may be
 * another's. Further networks are connected afterwards.
 */
export function likeNetworks({ original, changes }: Likeness): Pick<CreateJson, "NetworkingConfig"> {
  if (changes.private) return {};
  const mode = networkModeOf(original);
  const first = (changes.attachments ?? attachmentsOf(original)).find(
    ({ network, networkId }) => network === mode || networkId === mode,
  );
  return first ? { NetworkingConfig: { EndpointsConfig: { [first.network]: toEndpoint(first) } } } : {};
}

import type { Attachment } from "../../ports/runtime.ts";
import type { EndpointJson } from "./engine-json.ts";

export function toEndpoint({ aliases, links, driverOptions, ipv4, ipv6 }: Attachment): EndpointJson {
  return {
    ...(aliases.length > 0 && { Aliases: aliases }),
    ...(links.length > 0 && { Links: links }),
    ...(Object.keys(driverOptions).length > 0 && { DriverOpts: driverOptions }),
    ...((ipv4 ?? ipv6) && {
      IPAMConfig: { ...(ipv4 && { IPv4Address: ipv4 }), ...(ipv6 && { IPv6Address: ipv6 }) },
    }),
  };
}

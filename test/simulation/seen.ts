import type { Container, Volume } from "../../src/ports/runtime.ts";
import type { Host } from "./host.ts";
import type { SimulatedContainer, SimulatedVolume } from "./world.ts";

/** A container as the port shows it; a copy, so that nobody changes the host by it. */
export function seenContainer(_host: Host, container: SimulatedContainer): Container {
  const { files: _, stdout: _out, stderr: _err, server: _server, stoppedByHand: _hand, ...plain } = container;
  return {
    ...plain,
    environment: new Map(Object.entries(container.environment)),
    attachments: container.unstartable ? [] : container.attachments,
    init: false,
  };
}

export function seenVolume({ name, labels, createdAt, anonymous }: SimulatedVolume): Volume {
  return { name, driver: "local", options: {}, labels, createdAt, anonymous };
}

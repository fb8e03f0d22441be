import { StepError } from "../../src/core/errors.ts";
import type { Attachment } from "../../src/ports/runtime.ts";
import { refused, type Host } from "./host.ts";
import { networkOf } from "./network-of.ts";

/** Every request of it is an instant of its own, as it is on Docker. */
export async function makeUnstartable(host: Host, id: string): Promise<void> {
  const change = changing(host);
  const container = host.get(id);
  if (container.state === "running") {
    throw new Error(`dbshift is wrong about itself: ${container.name} is made unstartable while it runs`);
  }
  if (container.unstartable) return;
  for (const { network } of container.attachments) {
    await change(`disconnect ${container.name}`, () => {
      container.attachments = container.attachments.filter((each) => each.network !== network);
    });
  }
  const dead = `dead-${id}`;
  await change("create a network", () => {
    host.world.networks[dead] = dead;
  });
  await change(`connect ${container.name}`, () => {
    if (host.find(id) !== undefined) container.attachments = [endpoint(dead)];
    else Reflect.deleteProperty(host.world.networks, dead);
    host.get(id);
  });
  await change("remove the network", () => {
    if (host.get(id).state === "running") throw refused(403, `network ${dead} has active endpoints`);
    Reflect.deleteProperty(host.world.networks, dead);
    container.attachments = [];
    container.unstartable = true;
  });
}

export async function attach(host: Host, id: string, wanted: readonly Attachment[]): Promise<void> {
  const change = changing(host);
  const container = host.get(id);
  const stays = ({ network }: Attachment): boolean => wanted.some((wish) => wish.network === network);
  if (container.unstartable || !container.attachments.every(stays)) {
    await change(`disconnect ${container.name}`, () => {
      container.unstartable = false;
      container.attachments = container.attachments.filter(stays);
    });
  }
  for (const wish of wanted) {
    if (container.attachments.some(({ network }) => network === wish.network)) continue;
    if (networkOf(host.world, wish) === undefined) {
      throw new StepError({ summary: `The network "${wish.network}" is not there any more` });
    }
    await change(`connect ${container.name}`, () => {
      // Which one it is, the engine fills in at the next start.
      const networkId = container.state === "running" ? networkOf(host.world, wish) : "";
      container.attachments = [...container.attachments, { ...wish, networkId: networkId ?? "" }];
    });
  }
  const dead = `dead-${id}`;
  if (host.world.networks[dead] !== undefined) {
    await change("remove the network", () => Reflect.deleteProperty(host.world.networks, dead));
  }
}

function changing({ simulation }: Host): <T>(name: string, work: () => T) => Promise<T> {
  return (name, work) => Promise.resolve().then(() => simulation.meet("change", name, work));
}

const endpoint = (network: string): Attachment => ({
  network,
  networkId: network,
  aliases: [],
  ipv4: undefined,
  ipv6: undefined,
  links: [],
  driverOptions: {},
});

import { LeaseHeld, LeaseLost, StepError } from "../../src/core/errors.ts";
import type { Holder, Lease, LeaseKeeper } from "../../src/ports/lease.ts";
import { label, type Labels } from "../../src/ports/runtime.ts";
import { leaseName, leaseRole } from "../../src/runtime/docker/lease-container.ts";
import type { Host } from "./host.ts";
import type { SimulatedContainer } from "./world.ts";

/** Leases as containers that end with the process that holds them: see `Host.lose`. */
export function simulatedLeases(host: Host): LeaseKeeper {
  return {
    acquire: (volume, image, holder, labels = {}) =>
      Promise.resolve().then(() =>
        host.simulation.meet("change", "take the lease", () =>
          acquire(host, { volume, image, holder, labels }),
        ),
      ),
    holderOf: (volume) =>
      Promise.resolve().then(() => {
        const container = host.find(leaseName(volume));
        return container?.state === "running" ? holderIn(container) : undefined;
      }),
  };
}

interface Wish {
  readonly volume: string;
  readonly image: string;
  readonly holder: Holder;
  readonly labels: Labels;
}

function acquire(host: Host, wish: Wish): Lease {
  const name = leaseName(wish.volume);
  const present = host.find(name);
  if (present !== undefined) clearAway(host, present);
  const container = makeLease(host, name, wish);
  const loss = new AbortController();
  let released = false;
  host.onEnd((ended) => {
    if (ended.id === container.id && !released) loss.abort(new LeaseLost());
  });
  return {
    lost: loss.signal,
    assertHeld() {
      if (loss.signal.aborted) throw new LeaseLost();
    },
    async release() {
      await Promise.resolve();
      released = true;
      if (host.find(container.id) === undefined) return;
      host.simulation.meet("change", "give the lease back", () => {
        host.remove(container.id);
      });
    },
  };
}

function makeLease(host: Host, name: string, { image, holder, labels }: Wish): SimulatedContainer {
  const container = host.create({
    name,
    image,
    imageId: host.image(image)?.id ?? image,
    labels: {
      ...labels,
      [label.role]: leaseRole,
      [label.run]: holder.run,
      [label.holder]: JSON.stringify(holder),
    },
    environment: {},
    entrypoint: ["cat"],
    command: [],
    user: "65534:65534",
    restartPolicy: { name: "no", maximumRetryCount: 0 },
    autoRemove: false,
    networkMode: "none",
    attachments: [],
    unstartable: false,
    mounts: [],
    ports: [],
  });
  host.start(container.id);
  return container;
}

function clearAway(host: Host, container: SimulatedContainer): void {
  const { name, state, id } = container;
  if (container.labels[label.role] !== leaseRole) {
    throw new StepError({ summary: `A container named "${name}" exists that is no lease of dbshift` });
  }
  if (state === "running") throw heldBy(holderIn(container));
  host.remove(id);
}

function holderIn({ labels }: SimulatedContainer): Holder | undefined {
  if (labels[label.role] !== leaseRole) return undefined;
  return JSON.parse(labels[label.holder] ?? "") as Holder;
}

function heldBy(holder: Holder | undefined): LeaseHeld {
  const { run = "?", since = "?", user = "?", host = "?", pid = 0, command = "?" } = holder ?? {};
  return new LeaseHeld({
    summary: "Another run is upgrading this database",
    detail: [`${run} since ${since}: ${user}@${host}, process ${String(pid)}: ${command}`],
    next: [`dbshift status ${run}`],
  });
}

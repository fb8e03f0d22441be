import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { LeaseHeld, LeaseLost, StepError } from "../../core/errors.ts";
import type { Holder, Lease, LeaseKeeper } from "../../ports/lease.ts";
import { label, type Labels } from "../../ports/runtime.ts";
import { NameTaken, createContainer, discard } from "./create-container.ts";
import type { ContainerJson } from "./engine-json.ts";
import { path, type Engine } from "./engine.ts";
import { holderIn, leaseName, leaseRole, leaseSpec } from "./lease-container.ts";
import { start } from "./lifecycle.ts";
import { findContainerJson, getImageJson } from "./look-up.ts";
import { removeContainer } from "./removal.ts";
import { EngineRefused } from "./translate-error.ts";
import { visibleText } from "./visible-text.ts";

/**
 * A lease container goes through three states. *Created*: its maker is about to attach and start it; left like this
 * longer than `settling`, its maker is dead. *Running*: held. *Ended*: its holder is dead, and whoever comes next
 * removes it by its id, which takes it from nobody else.
 */
const settlingSeconds = 30;
const tries = 20;

export function dockerLeases(engine: Engine): LeaseKeeper {
  return {
    acquire: (sourceVolume, image, holder, labels = {}) =>
      acquire(engine, { sourceVolume, image, holder, labels }),
    holderOf: async (sourceVolume) => {
      const container = await findContainerJson(engine, leaseName(sourceVolume));
      return container && (await isHeld(engine, container)) ? holderIn(container) : undefined;
    },
  };
}

interface Wish {
  readonly sourceVolume: string;
  readonly image: string;
  readonly holder: Holder;
  readonly labels: Labels;
}

async function acquire(engine: Engine, { sourceVolume, image, holder, labels }: Wish): Promise<Lease> {
  const name = leaseName(sourceVolume);
  const spec = leaseSpec(await getImageJson(engine, image), holder, labels);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    try {
      return await hold(engine, await createContainer(engine, name, spec), holder);
    } catch (error) {
      const wasTaken = error instanceof NameTaken;
      if (!wasTaken && !(error instanceof ContainerVanished)) throw error;
      const container = await findContainerJson(engine, name);
      if (container) await clearAway(engine, container);
    }
  }
  throw new StepError({
    summary: `The lease on the volume "${sourceVolume}" changes hands faster than it can be taken`,
  });
}

/** Another contender took ours for a dead one's, because it was not started in time. */
class ContainerVanished extends Error {}

async function hold(engine: Engine, id: string, holder: Holder): Promise<Lease> {
  try {
    // Attached before it is started: started first, a death in between would leave a `cat` that waits for ever.
    const query = { stream: true, stdin: true, stdout: true };
    const doing = "holding the lease";
    const connection = await engine.hijack({
      method: "POST",
      path: path`/containers/${id}/attach`,
      query,
      doing,
    });
    const lease = leaseOn(engine, id, { connection, holder });
    await start(engine, id);
    return lease;
  } catch (error) {
    if (!(await findContainerJson(engine, id))) throw new ContainerVanished();
    await discard(engine, id);
    throw error;
  }
}

function leaseOn(engine: Engine, id: string, held: { connection: Duplex; holder: Holder }): Lease {
  const loss = new AbortController();
  let released = false;
  const lose = () => {
    if (!released) loss.abort(new LeaseLost());
  };
  const { connection, holder } = held;
  connection.on("end", lose).on("close", lose).on("error", lose).resume();
  return {
    lost: loss.signal,
    assertHeld() {
      if (loss.signal.aborted) throw new LeaseLost();
    },
    async release() {
      released = true;
      connection.destroy();
      await removeContainer(engine, id, { [label.role]: leaseRole, [label.run]: holder.run });
    },
  };
}

async function clearAway(engine: Engine, container: ContainerJson): Promise<void> {
  const { Id: id, Config: config } = container;
  if (config.Labels?.[label.role] !== leaseRole) throw foreign(container);
  if (await isHeld(engine, container)) throw heldBy(holderIn(container));
  const call = {
    method: "DELETE",
    path: path`/containers/${id}`,
    query: { v: true },
    doing: "removing a stale lease",
  } as const;
  try {
    // Without force: the engine refuses where it has been started meanwhile.
    await engine.ask(call);
  } catch (error) {
    if (!(error instanceof EngineRefused)) throw error;
    await sleep(50);
  }
}

async function isHeld(engine: Engine, { State: state, Created: created }: ContainerJson): Promise<boolean> {
  if (state.Status !== "created") return !["exited", "dead", "removing"].includes(state.Status);
  // By the engine's own clock, which is the one that wrote the time of creation.
  const info = (await engine.ask({ method: "GET", path: "/info", doing: "asking for the time" })) as {
    SystemTime: string;
  };
  return Date.parse(info.SystemTime) - Date.parse(created) < settlingSeconds * 1000;
}

function heldBy(holder: Holder | undefined): LeaseHeld {
  const summary = "Another run is upgrading this database";
  if (!holder) return new LeaseHeld({ summary, detail: ["Its lease does not say whose it is."] });
  const { run, user, host, pid, since, command } = holder;
  return new LeaseHeld({
    summary,
    detail: [
      `The run ${run} has held it since ${since}: ${user}@${host}, process ${pid}.`,
      `It was started as: ${command}`,
      "It serves and changes as that run decides; from here nothing was changed.",
    ].map(visibleText),
    next: [`dbshift status ${visibleText(run)}`],
  });
}

function foreign(container: ContainerJson): StepError {
  const name = container.Name.replace(/^\//, "");
  return new StepError({
    summary: `A container named "${name}" exists that is no lease of dbshift`,
    detail: ["dbshift marks its runs with a container of this name, and leaves alone what it has not made."],
    next: [`docker rename ${name} other-name`],
  });
}

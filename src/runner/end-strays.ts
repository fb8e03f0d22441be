import { helperPurpose } from "../playbook/helper-purpose.ts";
import { holderRole } from "../playbook/source-holder.ts";
import { label, type Container } from "../ports/runtime.ts";
import type { Driver } from "./driver.ts";
import { everyOne } from "./every-one.ts";

/**
 * Ends what a process that died while it drove this run has left working, and returns when it is gone: helper
 * containers, which need nobody, and sessions in servers, which notice that their client is dead only when they have
 * something to tell it. Only ever called under the run's lease, before anything else is done.
 */
export async function endStrays(driver: Driver): Promise<void> {
  const { runtime, engine, clock, interruption } = driver.ports;
  const { run, plan } = driver.progress;
  const [ours, source] = await everyOne([
    runtime.listContainers({ [label.run]: run }),
    runtime.findContainer(plan.source.containerId),
  ]);
  // First of all: a helper that still runs would open one session after another.
  await everyOne(ours.filter(isHelper).map(({ id, labels }) => runtime.removeContainer(id, labels)));
  const servers = [...ours.filter(isServer), ...(source === undefined ? [] : [source])];
  const running = servers.filter(({ state }) => state === "running");
  const signal = interruption.atOnce;
  await everyOne(
    running.map((container) => engine.endSessions({ runtime, container, plan, run, clock, signal })),
  );
}

const isHelper = ({ labels }: Container): boolean => labels[label.purpose] === helperPurpose;

const isServer = (container: Container): boolean =>
  !isHelper(container) && !["lease", holderRole].includes(container.labels[label.role] ?? "");

import { blocker, type Finding } from "../core/finding.ts";
import { shellWord } from "../core/shell-word.ts";
import { defineCheck } from "../playbook/define-step.ts";
import { label, type Container, type PublishedPort, type Volume } from "../ports/runtime.ts";

/** Whether every name and port the run will need is free. */
export const checkNames = defineCheck({
  id: "docker/check-names",
  title: "Check that names and ports are free",
  async check({ runtime, plan }) {
    const { source, target } = plan;
    const found: Finding[] = [];
    for (const name of [target.keptSource, target.setAsideTarget]) {
      const taken = await runtime.findContainer(name);
      if (taken !== undefined) found.push(nameTaken(name));
    }
    const volume = await runtime.findVolume(target.volume);
    if (volume !== undefined) found.push(volumeTaken(volume));
    const containers = await runtime.listContainers();
    const self = containers.find(({ id }) => id === source.containerId);
    const others = containers.filter(({ id, state }) => id !== source.containerId && state === "running");
    return [...found, ...others.flatMap((other) => portFindings(self?.ports ?? [], other))];
  },
});

function nameTaken(name: string): Finding {
  return blocker("NAME-TAKEN", {
    summary: `A container called "${name}" is there already`,
    detail: "The run needs that name. It may have been kept by an earlier upgrade.",
    remedy:
      "Look with dbshift runs, and the --state-dir of that run if it had one. Retire it, or rename the container.",
  });
}

function volumeTaken({ name, labels }: Volume): Finding {
  const run = labels[label.run];
  return blocker("VOLUME-TAKEN", {
    summary: `A volume called "${name}" is there already`,
    ...(run === undefined
      ? {
          detail: "It is never reused, because nobody can tell what it holds.",
          remedy: `Remove it if it is not needed: docker volume rm ${name}`,
        }
      : {
          detail: `Run ${run} made it, and may keep in it what clients wrote after a switch.`,
          remedy: `Where that is not needed, let the run remove it: dbshift retire ${shellWord(run)}`,
        }),
  });
}

function portFindings(mine: readonly PublishedPort[], other: Container): Finding[] {
  const clashes = mine.filter((port) => other.ports.some((theirs) => overlaps(port, theirs)));
  return clashes.map((port) =>
    blocker("PORT-TAKEN", {
      summary: `Port ${port.hostPort} of the host is published by container "${other.name}" too`,
      remedy: `Stop it first: docker stop ${other.name}`,
    }),
  );
}

function overlaps(a: PublishedPort, b: PublishedPort): boolean {
  const everywhere = (ip: string): boolean => ip === "" || ip === "0.0.0.0" || ip === "::";
  const protocol = (port: PublishedPort): string => port.containerPort.replace(/^.*\//, "");
  if (a.hostPort === "" || a.hostPort === "0" || a.hostPort !== b.hostPort || protocol(a) !== protocol(b)) {
    return false;
  }
  return a.hostIp === b.hostIp || everywhere(a.hostIp) || everywhere(b.hostIp);
}

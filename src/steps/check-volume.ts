import { blocker, type Finding } from "../core/finding.ts";
import { defineCheck } from "../playbook/define-step.ts";
import type { Container, Volume } from "../ports/runtime.ts";

/** Whether the source volume is one a second one can be made like, and nobody else uses it. */
export const checkVolume = defineCheck({
  id: "docker/check-volume",
  title: "Check the volume",
  async check({ runtime, plan }) {
    const volume = await runtime.findVolume(plan.source.volume);
    if (volume === undefined) {
      return [blocker("NO-VOLUME", { summary: `The volume "${plan.source.volume}" is gone` })];
    }
    const containers = await runtime.listContainers();
    const source = containers.filter(({ id }) => id === plan.source.containerId);
    const others = containers.filter(({ id }) => id !== plan.source.containerId);
    return [
      ...kindFindings(volume),
      ...source.flatMap((container) => subpathFindings(volume, container)),
      ...others.flatMap((other) => userFindings(volume, other)),
    ];
  },
});

function kindFindings(volume: Volume): Finding[] {
  if (volume.driver === "local" && Object.keys(volume.options).length === 0) return [];
  return [
    blocker("VOLUME-KIND", {
      summary: `The volume "${volume.name}" has the driver "${volume.driver}" with options of its own`,
      detail:
        "A second volume with the same options could be the same directory. This version upgrades plain local volumes.",
    }),
  ];
}

/** The volume's other directories would not come along, and a server started on its root would not find its data. */
function subpathFindings(volume: Volume, { mounts }: Container): Finding[] {
  const mount = mounts.find((one) => one.volume === volume.name && one.subpath !== undefined);
  if (mount === undefined) return [];
  return [
    blocker("VOLUME-SUBPATH", {
      summary: `Of the volume "${volume.name}" only the directory "${mount.subpath ?? ""}" is mounted`,
      detail: "This version upgrades databases that have a volume to themselves.",
      remedy: "Move the data to a volume of its own first, with the container stopped.",
    }),
  ];
}

function userFindings(volume: Volume, other: Container): Finding[] {
  if (!other.mounts.some((mount) => mount.volume === volume.name)) return [];
  return [
    blocker("VOLUME-SHARED", {
      summary: `Container "${other.name}" (${other.state}) uses the volume "${volume.name}" too`,
      detail: "Two servers on one volume destroy the data, and a reader would see it change under it.",
      remedy: `If it is not needed, remove that container: docker rm ${other.name}`,
    }),
  ];
}

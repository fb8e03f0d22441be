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
    const others = containers.filter(({ id }) => id !== plan.source.containerId);
    return [...kindFindings(volume), ...others.flatMap((other) => userFindings(volume, other))];
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

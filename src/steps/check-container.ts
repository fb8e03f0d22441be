import { blocker, info, warning, type Finding } from "../core/finding.ts";
import { defineCheck } from "../playbook/define-step.ts";
import type { Container } from "../ports/runtime.ts";

/** Whether the container can be made again like it is, and taken out of service without harm to others. */
export const checkContainer = defineCheck({
  id: "docker/check-container",
  title: "Check the container",
  async check({ runtime, plan }) {
    const source = await runtime.findContainer(plan.source.containerId);
    if (source === undefined) {
      return [blocker("NO-CONTAINER", { summary: `Container "${plan.source.container}" is gone` })];
    }
    const others = (await runtime.listContainers()).filter((other) => other.id !== source.id);
    return [...ownFindings(source), ...others.flatMap((other) => sharerFindings(source, other))];
  },
});

function ownFindings(source: Container): Finding[] {
  const found: Finding[] = [];
  if (source.autoRemove) {
    found.push(
      blocker("AUTO-REMOVE", {
        summary: `Container "${source.name}" was started with --rm`,
        detail: "Stopping it would delete it, and with it the way back.",
        remedy: "Create the container again without --rm, then run dbshift.",
      }),
    );
  }
  if (["host", "none"].includes(source.networkMode) || source.networkMode.startsWith("container:")) {
    found.push(
      blocker("NETWORK-MODE", {
        summary: `Container "${source.name}" uses the network mode "${source.networkMode.replace(/:.*/, ":…")}"`,
        detail:
          "It cannot be fenced by taking it off its networks. This version upgrades containers on bridge networks.",
      }),
    );
  }
  if (source.user !== undefined) {
    found.push(
      blocker("CUSTOM-USER", {
        summary: `Container "${source.name}" runs as the user "${source.user}" instead of the image's own`,
        detail:
          "A new data directory would not belong to that user. This version upgrades containers without --user.",
      }),
    );
  }
  for (const port of source.ports.filter(({ hostPort }) => hostPort === "" || hostPort === "0")) {
    found.push(
      warning("RANDOM-PORT", {
        summary: `Port ${port.containerPort} is published on a port the engine chooses, which changes at the switch`,
      }),
    );
  }
  if (source.restartPolicy.name === "") {
    found.push(info("NO-RESTART", { summary: "The container has no restart policy" }));
  }
  return found;
}

function sharerFindings(source: Container, other: Container): Finding[] {
  const names = [source.id, source.name];
  const shares = names.some((name) => other.networkMode === `container:${name}`);
  if (!shares) return [];
  return [
    blocker("NETWORK-SHARED", {
      summary: `Container "${other.name}" shares the network of "${source.name}"`,
      detail:
        "It holds on to the old container's network and could reach a server that is meant to be fenced.",
      remedy: `Stop and remove "${other.name}" first, and create it again after the upgrade.`,
    }),
  ];
}

import { blocker, info, warning, type Finding } from "../core/finding.ts";
import { defineCheck } from "../playbook/define-step.ts";
import type { Container } from "../ports/runtime.ts";

const owners: readonly { readonly label: RegExp; readonly who: string; readonly remedy: string }[] = [
  {
    label: /^com\.docker\.(swarm|stack)\./,
    who: "Docker Swarm",
    remedy:
      "Scale the service to 0 and upgrade its volume as a plain container, then change the service's image.",
  },
  {
    label: /^io\.kubernetes\./,
    who: "Kubernetes",
    remedy: "Use the operator's own upgrade, or scale to 0 and upgrade the volume as a plain container.",
  },
  {
    label: /^com\.hashicorp\.nomad\./,
    who: "Nomad",
    remedy: "Stop the job and upgrade its volume as a plain container.",
  },
  { label: /^com\.amazonaws\.ecs\./, who: "Amazon ECS", remedy: "Stop the task first." },
  {
    label: /^PODMAN_SYSTEMD_UNIT$/,
    who: "systemd",
    remedy: "Stop the unit, change its image, and start it again.",
  },
  {
    label: /^com\.docker\.compose\.project$/,
    who: "Docker Compose",
    remedy:
      "Its next `up` would replace what dbshift makes. Support for compose projects is not in this version.",
  },
];

const updaters = /(^|\/)(watchtower|wud|whats-up-docker|ouroboros|autoheal)(:|@|$)/;

/** Whether somebody else owns the container and would work against an upgrade. */
export const checkOwnership = defineCheck({
  id: "docker/check-ownership",
  title: "Check who owns the container",
  async check({ runtime, plan }) {
    const source = await runtime.findContainer(plan.source.containerId);
    if (source === undefined) return [];
    const units = await runtime.serviceUnitsNaming(source.name);
    const running = (await runtime.listContainers()).filter(({ state }) => state === "running");
    return [...labelFindings(source), ...unitFindings(source, units), ...running.flatMap(updaterFindings)];
  },
});

function labelFindings(source: Container): Finding[] {
  const labels = Object.keys(source.labels);
  return owners
    .filter(({ label }) => labels.some((name) => label.test(name)))
    .map(({ who, remedy }) =>
      blocker("OWNED-BY-OTHER", { summary: `Container "${source.name}" belongs to ${who}`, remedy }),
    );
}

function unitFindings(source: Container, units: readonly string[] | undefined): Finding[] {
  if (units === undefined) {
    return [
      info("HOST-NOT-SEEN", {
        summary: "The engine is remote, so its host's systemd units were not looked at",
      }),
    ];
  }
  return units.map((unit) =>
    blocker("OWNED-BY-SYSTEMD", {
      summary: `The systemd unit ${unit} names the container "${source.name}"`,
      detail: "systemd could start the old container in the middle of an upgrade.",
      remedy: `Stop and disable it first: systemctl disable --now ${unit}`,
    }),
  );
}

function updaterFindings(container: Container): Finding[] {
  if (!updaters.test(container.image)) return [];
  return [
    warning("AUTO-UPDATER", {
      summary: `Container "${container.name}" (${container.image}) changes or restarts other containers by itself`,
      remedy: `Stop it for the time of the upgrade: docker stop ${container.name}`,
    }),
  ];
}

import { blocker, type Finding } from "../core/finding.ts";
import { defineCheck } from "../playbook/define-step.ts";
import { holderRole } from "../playbook/source-holder.ts";
import { label } from "../ports/runtime.ts";
import { createTarget } from "./create-target.ts";

/**
 * Whether the source can come back at all, looked at before the serving target is touched: somebody may have pruned the
 * stopped container, or another run may have gone on from this one's target.
 */
export const checkWayBack = defineCheck({
  id: "docker/check-way-back",
  title: "Check that the source can come back",
  reads: [createTarget],
  async check({ runtime, plan, run, outputOf }) {
    const { containerId, container, volume } = plan.source;
    const found: Finding[] = [];
    const held = await runtime.listContainers({ [label.run]: run, [label.role]: holderRole });
    const known = held.some(({ state }) => state === "running");
    // What holds its volume knows how it was made, so a container that is gone is made again.
    if ((await runtime.findContainer(containerId)) === undefined && !known) {
      found.push(closed(`The kept source container "${plan.target.keptSource}" is gone`));
    }
    if ((await runtime.findVolume(volume)) === undefined) {
      found.push(closed(`The source volume "${volume}" is gone`));
    }
    const serving = await runtime.findContainer(container);
    if (serving?.id !== outputOf(createTarget).containerId) {
      found.push(closed(`Container "${container}" is not the one this run left serving`));
    }
    return found;
  },
});

function closed(summary: string): Finding {
  return blocker("WAY-BACK-CLOSED", {
    summary,
    detail: "A rollback would stop what serves and could start nothing in its place, so nothing is changed.",
  });
}

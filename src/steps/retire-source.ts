import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { defineRetryable } from "../playbook/define-step.ts";
import { holderRole } from "../playbook/source-holder.ts";
import { label } from "../ports/runtime.ts";
import { createTarget } from "./create-target.ts";
import { keepSource } from "./keep-source.ts";

/**
 * Removes the kept source, container and volume, for good: the only step that deletes the data a run started from. It
 * looks itself whether the target answers, because what it does cannot be undone.
 */
export const retireSource = defineRetryable({
  id: "docker/retire-source",
  title: "Remove the source and its volume",
  reads: [createTarget, keepSource],
  seconds: 600,
  retires: "removes",
  output: z.strictObject({ volume: z.string() }),
  async probe({ runtime, plan, outputOf }) {
    const container = await runtime.findContainer(plan.source.containerId);
    const volume = await runtime.findVolume(plan.source.volume);
    const gone = container === undefined && volume?.createdAt !== outputOf(keepSource).volumeCreatedAt;
    return gone ? { state: "present", output: { volume: plan.source.volume } } : { state: "absent" };
  },
  async apply({ runtime, engine, plan, run, outputOf, note, supersededBy }) {
    const { containerId } = supersededBy ?? outputOf(createTarget);
    const serving = await engine.observe(runtime, containerId);
    const other = supersededBy !== undefined && serving?.identity !== supersededBy.identity;
    if (serving === undefined || other) {
      throw new StepError({
        summary: `The target "${plan.source.container}" does not answer, so the source is kept`,
        detail: ["Both copies are untouched."],
        next: [`docker start ${plan.source.container}`],
      });
    }
    const { volumeCreatedAt } = outputOf(keepSource);
    const volume = await runtime.findVolume(plan.source.volume);
    if (volume !== undefined && volume.createdAt !== volumeCreatedAt) {
      throw new StepError({
        summary: `The volume "${plan.source.volume}" was written to since the switch, so it is kept`,
        detail: ["It is not as the run left it. Nothing was removed."],
      });
    }
    const held = { [label.run]: run, [label.role]: holderRole };
    for (const { id } of await runtime.listContainers(held)) await runtime.removeContainer(id, held);
    await runtime.removeForeignContainer(plan.source.containerId);
    await runtime.removeForeignVolume(plan.source.volume, volumeCreatedAt);
    note(`removed the container ${plan.target.keptSource} and the volume ${plan.source.volume}`);
    return { volume: plan.source.volume };
  },
});

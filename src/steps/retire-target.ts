import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { defineRetryable } from "../playbook/define-step.ts";
import { createTarget, targetRole } from "./create-target.ts";
import { createVolume } from "./create-volume.ts";
import { label } from "../ports/runtime.ts";

/**
 * Removes the target that a return has set aside, container and volume, for good, with everything it took from clients.
 * Only while the source answers.
 */
export const retireTarget = defineRetryable({
  id: "docker/retire-target",
  title: "Remove the target and its volume",
  reads: [createVolume, createTarget],
  seconds: 600,
  retires: "removes",
  output: z.strictObject({ volume: z.string() }),
  async probe({ runtime, outputOf }) {
    const { volume } = outputOf(createVolume);
    const container = await runtime.findContainer(outputOf(createTarget).containerId);
    const gone = container === undefined && (await runtime.findVolume(volume)) === undefined;
    return gone ? { state: "present", output: { volume } } : { state: "absent" };
  },
  async apply({ runtime, engine, plan, run, outputOf, note }) {
    const { volume } = outputOf(createVolume);
    const { containerId, container, identity } = plan.source;
    if ((await engine.observe(runtime, containerId))?.identity !== identity) {
      throw new StepError({
        summary: `The source "${container}" does not answer, so the target is kept`,
        detail: ["Both copies are untouched."],
        next: [`docker start ${container}`],
      });
    }
    const ours = { ...plan.labels, [label.run]: run };
    await runtime.removeContainer(outputOf(createTarget).containerId, { ...ours, [label.role]: targetRole });
    await runtime.removeVolume(volume, { ...ours, [label.role]: "data" });
    note(`removed the container ${plan.target.setAsideTarget} and the volume ${volume}`);
    return { volume };
  },
});

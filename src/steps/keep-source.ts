import { z } from "zod";
import { StepError } from "../core/errors.ts";
import { defineRetryable } from "../playbook/define-step.ts";

/**
 * Notes how the source volume looks once no server will touch it any more, so that `retire` removes that very volume and
 * no other of its name. What the engine calls its time of creation moves whenever a file comes or goes at its top, so it
 * is of use only while nobody writes there. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Volume
 */
export const keepSource = defineRetryable({
  id: "docker/keep-source",
  title: "Note what is kept of the source",
  seconds: 60,
  output: z.strictObject({ volumeCreatedAt: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply({ runtime, plan }) {
    const volume = await runtime.findVolume(plan.source.volume);
    if (volume === undefined) {
      throw new StepError({ summary: `The source volume "${plan.source.volume}" is gone` });
    }
    return { volumeCreatedAt: volume.createdAt };
  },
});

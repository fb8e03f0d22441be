import { z } from "zod";
import { Refused, StepError } from "../core/errors.ts";
import { blocker, type Finding } from "../core/finding.ts";
import { defineCompensable } from "../playbook/define-step.ts";

/** Makes the target image present. An image that is there already is not pulled again: the run uses what it finds. */
export const pullImage = defineCompensable({
  id: "docker/pull-image",
  title: "Pull the target image",
  seconds: 3600,
  cache: true,
  output: z.strictObject({ imageId: z.string() }),
  async probe({ runtime, plan }) {
    const image = await runtime.findImage(plan.target.image);
    return image === undefined ? { state: "absent" } : { state: "present", output: { imageId: image.id } };
  },
  async apply({ runtime, plan, signal, progress }) {
    const { image } = plan.target;
    const report = (done: number, total: number): void => {
      progress(done, total, "bytes");
    };
    try {
      return { imageId: await runtime.pullImage(image, report, signal) };
    } catch (error) {
      if (signal.aborted || !(error instanceof StepError)) {
        throw error;
      }
      // Nothing of the source was touched yet, so this is a refusal like any other.
      throw Refused.because([notPulled(image, error)]);
    }
  },
  /** A pulled image is a cache: it stays, so that the next try is quick. */
  compensate: () => Promise.resolve(),
});

function notPulled(image: string, error: StepError): Finding {
  return blocker("IMAGE-NOT-PULLED", {
    summary: `The image ${image} is not here and cannot be pulled`,
    detail: [error.message, ...error.detail].join("\n"),
    remedy: "Name another one with --to-image, or see what the registry says with: docker pull",
  });
}

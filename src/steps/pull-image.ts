import { z } from "zod";
import { Refused, StepError } from "../core/errors.ts";
import { blocker, type Finding } from "../core/finding.ts";
import { keepsPin, pinOf, pinText } from "../core/target-pin.ts";
import type { Plan } from "../core/plan.ts";
import { defineCompensable } from "../playbook/define-step.ts";
import type { Image, RuntimeReader } from "../ports/runtime.ts";

/**
 * Makes the target image present. An image that is there already is not pulled again. Where the plan could tell which
 * image it means, the run goes on with that one and with no other, wherever its tag was moved since.
 */
export const pullImage = defineCompensable({
  id: "docker/pull-image",
  title: "Pull the target image",
  seconds: 3600,
  cache: true,
  output: z.strictObject({ imageId: z.string() }),
  async probe({ runtime, plan }) {
    const image = await runtime.findImage(plan.target.image);
    return image === undefined || !isPlanned(plan, image)
      ? { state: "absent" }
      : { state: "present", output: { imageId: image.id } };
  },
  async apply({ runtime, plan, signal, progress }) {
    const { image } = plan.target;
    const report = (done: number, total: number): void => {
      progress(done, total, "bytes");
    };
    try {
      if ((await runtime.findImage(image)) === undefined) await runtime.pullImage(image, report, signal);
      return { imageId: await plannedImage(runtime, plan) };
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

function isPlanned({ target }: Plan, image: Image): boolean {
  return keepsPin(target, pinOf(image, target.image));
}

/** @throws Refused where what has the name now is another image than the one that was planned */
async function plannedImage(runtime: RuntimeReader, plan: Plan): Promise<string> {
  const { target } = plan;
  const image = await runtime.findImage(target.image);
  if (image === undefined) throw new StepError({ summary: `The image ${target.image} was removed again` });
  if (isPlanned(plan, image)) return image.id;
  throw Refused.because([
    blocker("DRIFT", {
      summary: `Since the plan was made what ${target.image} means has changed`,
      detail: `It was ${pinText(target)} and is ${pinText(pinOf(image, target.image))} now.`,
      remedy: "Make a new plan, or name the image by its digest with --to-image.",
    }),
  ]);
}

function notPulled(image: string, error: StepError): Finding {
  return blocker("IMAGE-NOT-PULLED", {
    summary: `The image ${image} is not here and cannot be pulled`,
    detail: [error.message, ...error.detail].join("\n"),
    remedy: "Name another one with --to-image, or see what the registry says with: docker pull",
  });
}

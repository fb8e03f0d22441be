import { z } from "zod";
import { defineCompensable } from "../playbook/define-step.ts";

/** Makes the target image present. An image that is there already is not pulled again: the run uses what it finds. */
export const pullImage = defineCompensable({
  id: "docker/pull-image",
  title: "Pull the target image",
  seconds: 3600,
  output: z.strictObject({ imageId: z.string() }),
  async probe({ runtime, plan }) {
    const image = await runtime.findImage(plan.target.image);
    return image === undefined ? { state: "absent" } : { state: "present", output: { imageId: image.id } };
  },
  async apply({ runtime, plan, signal, progress }) {
    const pulled = await runtime.pullImage(
      plan.target.image,
      (done, total) => {
        progress(done, total, "bytes");
      },
      signal,
    );
    return { imageId: pulled };
  },
  /** A pulled image is a cache: it stays, so that the next try is quick. */
  compensate: () => Promise.resolve(),
});

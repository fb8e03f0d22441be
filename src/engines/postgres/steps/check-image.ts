import { StepError } from "../../../core/errors.ts";
import { blocker, type Finding } from "../../../core/finding.ts";
import { shellWord } from "../../../core/shell-word.ts";
import { defineTry } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { factsOf } from "../facts-of.ts";
import { entrypointFindings, findingsOnImage, settingsToAsk } from "../findings-on-image.ts";
import { inspectImage } from "../inspect-image.ts";

/** Whether the target image holds what its tag says and what the source needs, by running it. */
export const checkImage = defineTry({
  id: "postgres/check-image",
  title: "Try the target image",
  reads: [pullImage],
  async check(ctx) {
    const { target } = ctx.plan;
    const image = await ctx.runtime.findImage(ctx.findOutputOf(pullImage)?.imageId ?? target.image);
    if (image === undefined) return [missing(target.image)];
    return [...entrypointFindings(target, image), ...(await tried(ctx, image.id))];
  },
});

async function tried(ctx: WriteContext, imageId: string): Promise<Finding[]> {
  const facts = factsOf(ctx.plan);
  try {
    const contents = await inspectImage(ctx, imageId, settingsToAsk(facts));
    return findingsOnImage(facts, ctx.plan.target, contents);
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!(error instanceof StepError)) throw error;
    return [
      blocker("PG-IMAGE-BROKEN", {
        summary: `The image ${ctx.plan.target.image} could not be tried`,
        detail: [error.message, ...error.detail].join("\n"),
        remedy: "Name another image with --to-image.",
      }),
    ];
  }
}

function missing(image: string): Finding {
  return blocker("PG-IMAGE-MISSING", {
    summary: `The image ${image} is not there`,
    remedy: `Pull it, or name another one with --to-image:\n    docker pull ${shellWord(image)}`,
  });
}

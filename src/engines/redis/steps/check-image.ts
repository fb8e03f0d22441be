import { StepError } from "../../../core/errors.ts";
import { blocker, type Finding } from "../../../core/finding.ts";
import { shellWord } from "../../../core/shell-word.ts";
import { defineTry } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { findingsOnRestart } from "../findings-on-restart.ts";
import { findingsOnTarget } from "../findings-on-target.ts";
import { stateOf } from "../server-state.ts";
import { tryImage } from "../try-image.ts";
import { enterAgain } from "../ways-in.ts";
import { factsOf } from "../facts-of.ts";

/**
 * Starts two servers with the source's very arguments and files but none of its data: one of the target image, which has
 * to take them, and one of the source's own, which shows what the source would be after a restart.
 */
export const checkImage = defineTry({
  id: "redis/check-image",
  title: "Try the target image",
  reads: [pullImage],
  async check(ctx) {
    const { target, source } = ctx.plan;
    const image = await ctx.runtime.findImage(ctx.findOutputOf(pullImage)?.imageId ?? target.image);
    if (image === undefined) {
      return [
        blocker("REDIS-IMAGE-MISSING", {
          summary: `The image ${target.image} is not there`,
          remedy: `Pull it, or name another one with --to-image:\n    docker pull ${shellWord(target.image)}`,
        }),
      ];
    }
    const [entrypoint = "", ...more] = image.entrypoint;
    if (more.length > 0 || !/(^|\/)docker-entrypoint\.sh$/.test(entrypoint)) {
      return [
        blocker("REDIS-IMAGE-ENTRYPOINT", {
          summary: `The image ${target.image} does not start like the official ones`,
          remedy: "Name another image with --to-image.",
        }),
      ];
    }
    return [...(await tried(ctx, image.id)), ...(await restarted(ctx, source.imageId))];
  },
});

async function tried(ctx: WriteContext, imageId: string): Promise<Finding[]> {
  const { target } = ctx.plan;
  try {
    return findingsOnTarget(target, await tryImage(ctx, imageId));
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!(error instanceof StepError)) throw error;
    return [
      blocker("REDIS-IMAGE-REFUSES", {
        summary: `A server of ${target.image} does not start with what the source is started with`,
        detail: [error.message, ...error.detail].join("\n"),
        remedy:
          "Take away what the message names, and create the container anew; or name another image with --to-image.",
      }),
    ];
  }
}

async function restarted(ctx: WriteContext, imageId: string): Promise<Finding[]> {
  const container = await ctx.runtime.findContainer(ctx.plan.source.containerId);
  if (container === undefined) throw new StepError({ summary: "The source container is gone" });
  const session = await enterAgain(ctx.runtime, container, factsOf(ctx.plan).login, { application: ctx.run });
  try {
    const now = await stateOf(session);
    return findingsOnRestart(ctx.plan.source.container, now, await tryImage(ctx, imageId));
  } finally {
    await session.end();
  }
}

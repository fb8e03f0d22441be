import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { listScript, readListing } from "../list-files.ts";
import { copyData } from "./copy-data.ts";
import { startFencedSource } from "./start-fenced-source.ts";

const role = "prove-fence";

const voided = "So the target may lack something, and this attempt is void.";

/** Reads the source volume once more: every file is what was copied, and the source itself has not been started. */
export const proveFence = defineCompensable({
  id: "redis/prove-fence",
  title: "Prove that nothing wrote to the source",
  provesFence: true,
  reads: [copyData, pullImage],
  seconds: 24 * 3600,
  releases: [startFencedSource.id],
  redoWhenInDoubt: true,
  output: z.strictObject({ sha256: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const printed = await runHelper(ctx, {
      role,
      what: "Reading the source's files once more",
      image: ctx.outputOf(pullImage).imageId,
      argv: ["sh", "-c", `set -eu\n${listScript}\nsum_up /source`],
      user: "root",
      may: ["handle all files"],
      mounts: [{ volume: ctx.plan.source.volume, at: "/source", readOnly: true }],
    });
    const listing = readListing(printed);
    if (listing?.sha256 !== ctx.outputOf(copyData).sha256) {
      throw new StepError({ summary: "Something wrote to the source behind the fence", detail: [voided] });
    }
    const source = await ctx.runtime.findContainer(ctx.plan.source.containerId);
    if (source?.startedAt !== ctx.plan.source.startedAt) {
      throw new StepError({ summary: "The source container was started behind the fence", detail: [voided] });
    }
    return { sha256: listing.sha256 };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

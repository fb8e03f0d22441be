import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { closeAlone } from "../close-alone.ts";
import { allowConnections, closedDatabases } from "../database-flags.ts";
import { factsOf } from "../facts-of.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { digestOfSettings, readFileSettings } from "../settings.ts";
import { lockFileOf, nextTransaction } from "../witness.ts";
import { carryConfiguration, readConfigurationFile, sha256 } from "./carry-configuration.ts";
import { startFencedSource } from "./start-fenced-source.ts";

/**
 * Makes the fenced source ready to be dumped whole, and takes the witness: the next transaction id, and which server has
 * the files. Whatever writes from here on moves the one, another server on the same files the other, and then the attempt
 * is void.
 */
export const closeFence = defineCompensable({
  id: "postgres/close-fence",
  title: "Take the witness at the fence",
  reads: [startFencedSource, carryConfiguration],
  seconds: 120,
  redoWhenInDoubt: true,
  output: z.strictObject({ nextTransaction: z.string(), lockFile: z.string(), opened: z.array(z.string()) }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startFencedSource);
    const opened = closedDatabases(ctx);
    await allowConnections(ctx, containerId, opened, true);
    const carried = ctx.outputOf(carryConfiguration);
    const { hbaFile, identFile } = factsOf(ctx.plan);
    return onPrivate(ctx, containerId, "template1", async (session) => {
      const now = {
        settings: digestOfSettings(await readFileSettings(session)),
        rules: sha256(await readConfigurationFile(session, hbaFile)),
        mappings: sha256(await readConfigurationFile(session, identFile)),
      };
      if (
        now.settings !== carried.settings ||
        now.rules !== carried.rules ||
        now.mappings !== carried.mappings
      ) {
        throw new StepError({
          summary: "Settings or access rules of the source were changed while the upgrade was prepared",
          detail: ["The target was given the earlier ones. Run the upgrade again to carry the new ones."],
        });
      }
      return {
        nextTransaction: await nextTransaction(session),
        lockFile: await lockFileOf(session),
        opened: [...opened],
      };
    });
  },
  async compensate(ctx) {
    const started = ctx.findOutputOf(startFencedSource);
    if (started === undefined || closedDatabases(ctx).length === 0) return;
    const fenced = await ctx.runtime.findContainer(started.containerId);
    if (fenced === undefined) return closeInSingleUserMode(ctx);
    await ctx.runtime.start(fenced.id);
    await awaitPrivate(ctx, fenced.id);
    await allowConnections(ctx, fenced.id, closedDatabases(ctx), false);
  },
});

/** Somebody has removed the fenced source, and the databases that were opened in it are open on the source volume. */
async function closeInSingleUserMode(ctx: WriteContext): Promise<void> {
  const { imageId, volume, mountedAt } = ctx.plan.source;
  const { script, statements } = closeAlone(closedDatabases(ctx));
  await runHelper(ctx, {
    role: "close-databases",
    what: "Closing databases again",
    image: imageId,
    argv: ["bash", "-c", script, "close", factsOf(ctx.plan).dataDirectory, ...statements],
    environment: { LC_ALL: "C", LC_MESSAGES: "C" },
    user: "postgres",
    mounts: [{ volume, at: mountedAt }],
  });
}

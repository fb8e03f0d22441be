import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineRetryable } from "../../../playbook/define-step.ts";
import { keepFile, keepManifest } from "../keep-file.ts";
import { dumpOnWork, workAt } from "../work-volume.ts";
import { chooseClients } from "./choose-clients.ts";
import { createWorkVolume } from "./create-work-volume.ts";
import { dump } from "./dump.ts";
import { initialiseTarget } from "./initialise-target.ts";

const role = "backup";

/**
 * Keeps the dump the target was restored from, compressed, in a directory of the host, where that was asked for. It does
 * so while clients are served already, so it costs no downtime.
 */
export const keepDump = defineRetryable({
  id: "postgres/keep-dump",
  title: "Keep the dump, where asked for",
  keepsDump: true,
  reads: [dump, createWorkVolume, chooseClients, initialiseTarget],
  seconds: 7 * 24 * 3600,
  output: z.strictObject({ file: z.string().nullable() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { backup: directory, source, target, facts, ...plan } = ctx.plan;
    if (directory === null) return { file: null };
    const name = `${source.container}-${plan.engine}${plan.from}-${ctx.run}.sql.gz`;
    const image = ctx.outputOf(chooseClients).dumpImage;
    const made = ctx.outputOf(dump);
    const place = { role, image, directory, name };
    const { file, content } = await keepFile(ctx, {
      ...place,
      what: "Keeping the dump",
      make: 'cat "$1"',
      makeArguments: [dumpOnWork],
      mounts: [{ volume: ctx.outputOf(createWorkVolume).volume, at: workAt, readOnly: true }],
    });
    if (content.sha256 !== made.sha256 || content.bytes !== made.bytes) {
      throw new StepError({
        summary: "The dump is not what it was when it was taken, so it is not kept",
        detail: ["The target was compared with the source itself and is not concerned."],
      });
    }
    await keepManifest(ctx, place, {
      format: 1,
      kind: "dump",
      tool: plan.tool,
      run: ctx.run,
      createdAt: ctx.clock.now().toISOString(),
      engine: plan.engine,
      container: source.container,
      identity: source.identity,
      version: source.version,
      image: target.image,
      major: target.major,
      ...ctx.outputOf(initialiseTarget),
      file,
      content,
      facts,
    });
    ctx.note(`kept ${directory}/${name}`);
    return { file: `${directory}/${name}` };
  },
});

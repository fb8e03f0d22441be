import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineRetryable } from "../../../playbook/define-step.ts";
import { keepSource } from "../../../steps/keep-source.ts";
import { archiveScript } from "../archive-scripts.ts";
import { factsOf } from "../facts-of.ts";
import { keepFile, keepManifest } from "../keep-file.ts";
import { proveArchive } from "../prove-archive.ts";
import { chooseClients } from "./choose-clients.ts";

const role = "archive";

/**
 * Keeps the source volume as a compressed archive in a directory of the host, where a retire was told to, and proves it
 * before anything is removed: unpacked into a scratch volume it has every file of the source volume, and the source's
 * own image serves all its data from there.
 */
export const archiveSource = defineRetryable({
  id: "postgres/archive-source",
  title: "Keep the source as an archive, where asked for",
  reads: [keepSource, chooseClients],
  seconds: 7 * 24 * 3600,
  retires: "archives",
  output: z.strictObject({ file: z.string().nullable() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { archive: directory } = ctx;
    const { source, from, engine, tool } = ctx.plan;
    if (directory === undefined) return { file: null };
    const volume = await ctx.runtime.findVolume(source.volume);
    if (volume?.createdAt !== ctx.outputOf(keepSource).volumeCreatedAt) {
      throw new StepError({
        summary: `The volume "${source.volume}" is not as the switch left it, so it is neither kept nor removed`,
      });
    }
    const name = `${source.container}-${engine}${from}-${ctx.run}.tar.gz`;
    const place = { role, image: source.imageId, directory, name };
    const { file, content } = await keepFile(ctx, {
      ...place,
      what: "Keeping the source volume",
      make: archiveScript,
      makeArguments: [source.mountedAt],
      mounts: [{ volume: source.volume, at: source.mountedAt, readOnly: true }],
    });
    await proveArchive(ctx, { directory, name });
    await keepManifest(ctx, place, {
      format: 1,
      kind: "volume",
      tool,
      run: ctx.run,
      createdAt: ctx.clock.now().toISOString(),
      engine,
      container: source.container,
      identity: source.identity,
      version: source.version,
      image: source.image,
      major: from,
      mountAt: source.mountedAt,
      dataDirectory: factsOf(ctx.plan).dataDirectory,
      file,
      content,
      facts: ctx.plan.facts,
    });
    ctx.note(`kept ${directory}/${name}, and proved it`);
    return { file: `${directory}/${name}` };
  },
});

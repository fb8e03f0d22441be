import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { isolateSource } from "../../../steps/isolate-source.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { listScript, readListing } from "../list-files.ts";
import { createWorkVolume } from "./create-work-volume.ts";

const role = "copy-data";

/**
 * What a server was writing when it ended is of no use to anybody; its own files have no such names. The target's volume
 * is new with each attempt, the other one may hold what a server has made of an earlier copy.
 */
const script = `
set -eu
umask 077
${listScript}
find /copy -mindepth 1 -maxdepth 1 -exec rm -rf {} +
for copy in /target /copy; do
  cp -a /source/. "$copy"/
  find "$copy" -name 'temp-*' -type f -exec rm {} +
done
sync
list /source >/tmp/source
for copy in /target /copy; do
  list "$copy" >/tmp/copy
  cmp -s /tmp/source /tmp/copy || { echo "what was read back from $copy is not what is in the source" >&2; exit 1; }
done
sum_up /source
`;

/**
 * Copies what the ended source has on its volume, which is only ever read, and reads all of it back: every file of each
 * copy has the source's size and SHA-256, or this fails.
 */
export const copyData = defineCompensable({
  id: "redis/copy-data",
  title: "Copy the source's files",
  reads: [isolateSource, pullImage, createVolume, createWorkVolume],
  seconds: 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({ sha256: z.string(), bytes: z.int(), files: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const printed = await runHelper(ctx, {
      role,
      what: "Copying the source's files",
      image: ctx.outputOf(pullImage).imageId,
      argv: ["sh", "-c", script],
      user: "root",
      may: ["handle all files"],
      mounts: [
        { volume: ctx.plan.source.volume, at: "/source", readOnly: true },
        { volume: ctx.outputOf(createVolume).volume, at: "/target" },
        { volume: ctx.outputOf(createWorkVolume).volume, at: "/copy" },
      ],
    });
    const listing = readListing(printed);
    if (listing === undefined) throw new StepError({ summary: "What was copied cannot be told" });
    ctx.note(`copied ${String(listing.files)} files, ${String(listing.bytes)} bytes, and read them back`);
    return { ...listing };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

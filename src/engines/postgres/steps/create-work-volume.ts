import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { ReadContext } from "../../../playbook/context.ts";
import { label, type Labels } from "../../../ports/runtime.ts";
import { ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { hbaOnWork, workAt } from "../work-volume.ts";

const role = "prepare-work";

/** Admits our own tools on a private server's loopback, and nobody else: it has no other address. */
const script = `
set -eu
umask 077
mkdir -p "$1/dump"
printf 'host all all 127.0.0.1/32 trust\\n' > "$2"
chmod 0755 "$1"
chmod 0644 "$2"
sync
`;

/** A volume for the run's own files: the access rules of its private servers, and the dump. It goes with the run. */
export const createWorkVolume = defineCompensable({
  id: "postgres/create-work-volume",
  title: "Create a volume for the dump",
  seconds: 120,
  redoWhenInDoubt: true,
  output: z.strictObject({ volume: z.string() }),
  async probe(ctx) {
    const volume = await ctx.runtime.findVolume(nameOf(ctx));
    return volume === undefined
      ? { state: "absent" }
      : { state: "partial", detail: "It may be half filled." };
  },
  async apply(ctx) {
    const volume = nameOf(ctx);
    await ctx.runtime.createVolume(volume, { ...labelsOf(ctx), [label.purpose]: "dump" });
    await runHelper(ctx, {
      role,
      what: "Preparing the volume for the dump",
      image: ctx.plan.source.imageId,
      argv: ["bash", "-c", script, "prepare", workAt, hbaOnWork],
      user: "root",
      mounts: [{ volume, at: workAt }],
    });
    return { volume };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
    await ctx.runtime.removeVolume(nameOf(ctx), labelsOf(ctx));
  },
});

const labelsOf = (ctx: ReadContext): Labels => ctx.labelsFor("work");
const nameOf = (ctx: ReadContext): string => ownName(ctx, "work");

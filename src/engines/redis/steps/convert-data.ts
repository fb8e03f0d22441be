import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { stopServer } from "../../../playbook/stop-server.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { ownName, removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { factsOf } from "../facts-of.ts";
import { converting } from "../findings-on-version.ts";
import { likeOn } from "../like-on.ts";
import { awaitPrivate, onPrivate } from "../private-server.ts";
import { readsFiles } from "../reads-files.ts";
import { writePlainAof, type PlainAof } from "../write-plain-aof.ts";
import { createWorkVolume } from "./create-work-volume.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { fingerprintSource } from "./take-fingerprint.ts";

const moverRole = "convert-move";
const loaderRole = "convert-load";
const stopSeconds = 1800;

/** In the place of what was copied, which the target does not read. The first part has to be commands throughout. */
const move = `
set -eu
base=$(sed -n 's/^file \\([^ ]*\\) seq [0-9]* type b.*/\\1/p' "/made/$1/$2/$3.manifest")
case $base in *.base.aof) ;; *) echo "the first part is $base" >&2; exit 1 ;; esac
rm -rf "/target/$1/$2" "/target/$1/$4"
cp -a "/made/$1/$2" "/target/$1/$2"
sync
diff -r "/made/$1/$2" "/target/$1/$2"
`;

const forget = `set -eu; rm -rf "/target/$1/$2"; sync`;

/**
 * Where the target does not read the source's files: the source's version writes the data down as commands, from the copy
 * it was started on, and a server of the target's reads those and writes its own files. Does nothing where they are read.
 */
export const convertData = defineCompensable({
  id: converting,
  title: "Convert the data, where they are not read",
  reads: [startFencedSource, fingerprintSource, pullImage, createVolume, createWorkVolume],
  seconds: 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({ converted: z.boolean() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const facts = factsOf(ctx.plan);
    if (readsFiles(ctx.plan.to, facts)) return { converted: false };
    const written = await writePlainAof(ctx, ctx.outputOf(startFencedSource).containerId);
    await help(ctx, move, [written.directory, written.name, facts.files.rdb]);
    await load(ctx, facts.persistence.aof ? undefined : written);
    ctx.note("had the data written down as commands, and read by the target");
    return { converted: true };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, moverRole);
    await removeOwnContainers(ctx, loaderRole);
  },
});

/** @param leftover what the target keeps its data in no longer, once it has read them; left, it would be read at a start */
async function load(ctx: WriteContext, leftover: PlainAof | undefined): Promise<void> {
  await removeOwnContainers(ctx, loaderRole);
  const volume = ctx.outputOf(createVolume).volume;
  const containerId = await ctx.runtime.createLike(ctx.plan.source.containerId, {
    ...(await likeOn(ctx, ctx.outputOf(pullImage).imageId, volume)),
    name: ownName(ctx, loaderRole),
    labels: ctx.labelsFor(loaderRole),
    appendArguments: ["--appendonly", "yes"],
    private: true,
  });
  await ctx.runtime.start(containerId);
  await awaitPrivate(ctx, containerId);
  if (leftover !== undefined) {
    await onPrivate(ctx, containerId, (session) => session.bytes("CONFIG", "SET", "appendonly", "no"));
  }
  const loader = await ctx.runtime.findContainer(containerId);
  if (loader !== undefined) await stopServer(ctx, loader, stopSeconds);
  await removeOwnContainers(ctx, loaderRole);
  if (leftover !== undefined) await help(ctx, forget, [leftover.directory]);
}

async function help(ctx: WriteContext, script: string, words: readonly string[]): Promise<void> {
  const { mountedAt } = ctx.plan.source;
  const inside = factsOf(ctx.plan).files.directory.slice(mountedAt.length).replace(/^\/+/, "");
  await runHelper(ctx, {
    role: moverRole,
    what: "Handing the data over",
    image: ctx.outputOf(pullImage).imageId,
    argv: ["sh", "-c", script, "convert", inside === "" ? "." : inside, ...words],
    user: "root",
    may: ["handle all files"],
    mounts: [
      { volume: ctx.outputOf(createWorkVolume).volume, at: "/made", readOnly: true },
      { volume: ctx.outputOf(createVolume).volume, at: "/target" },
    ],
  });
}

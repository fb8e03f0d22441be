import { StepError } from "../../core/errors.ts";
import type { WriteContext } from "../../playbook/context.ts";
import { label, type Labels } from "../../ports/runtime.ts";
import { ownName } from "../../steps/own-container.ts";
import { ownRulesScript, readAllScript, unpackAndCompareScript } from "./archive-scripts.ts";
import { factsOf } from "./facts-of.ts";
import { fencedArguments } from "./private-flags.ts";
import { awaitPrivate } from "./private-server.ts";
import { runHelper } from "../../steps/run-helper.ts";
import { chooseClients } from "./steps/choose-clients.ts";
import { clientEnvironment } from "./steps/dump.ts";

const role = "archive-proof";
const stopSeconds = 600;
const originalAt = "/original";
const archiveAt = "/kept";

interface Kept {
  readonly directory: string;
  readonly name: string;
}

/**
 * Unpacks an archive of the source volume into a scratch volume, compares the two file by file, starts the source's own
 * image there and has it read everything. Nothing of it is left, also when it fails; the source volume is only read.
 *
 * @throws StepError where the archive is not the volume
 */
export async function proveArchive(ctx: WriteContext, kept: Kept): Promise<void> {
  await removeScratch(ctx);
  try {
    const volume = ownName(ctx, role);
    await ctx.runtime.createVolume(volume, { ...ctx.labelsFor(role), [label.purpose]: "proof" });
    await unpack(ctx, kept, volume);
    await serveFrom(ctx, volume);
  } finally {
    await removeScratch(ctx);
  }
}

async function unpack(ctx: WriteContext, { directory, name }: Kept, volume: string): Promise<void> {
  const { imageId, volume: original, mountedAt } = ctx.plan.source;
  const helper = { role: `${role}-files`, image: imageId, user: "root", may: ["handle all files"] as const };
  await runHelper(ctx, {
    ...helper,
    what: "Comparing the archive with the source volume",
    argv: ["bash", "-c", unpackAndCompareScript, "prove", `${archiveAt}/${name}`, originalAt, mountedAt],
    mounts: [
      { directory, at: archiveAt, readOnly: true },
      { volume: original, at: originalAt, readOnly: true },
      { volume, at: mountedAt },
    ],
  });
  await runHelper(ctx, {
    ...helper,
    what: "Preparing the proof of the archive",
    argv: ["bash", "-c", ownRulesScript, "prepare", rulesFile(ctx)],
    mounts: [{ volume, at: mountedAt }],
  });
}

const rulesFile = (ctx: WriteContext): string => `${factsOf(ctx.plan).dataDirectory}/dbshift-proof-hba.conf`;

async function serveFrom(ctx: WriteContext, volume: string): Promise<void> {
  const { containerId: source, imageId, mountedAt, identity } = ctx.plan.source;
  const id = await ctx.runtime.createLike(source, {
    name: ownName(ctx, role),
    image: imageId,
    labels: ctx.labelsFor(role),
    dataMount: { from: mountedAt, volume, at: mountedAt },
    private: true,
    appendArguments: fencedArguments(rulesFile(ctx)),
  });
  await ctx.runtime.start(id);
  if ((await awaitPrivate(ctx, id)) !== identity) {
    throw new StepError({ summary: "The server on the archive holds other data than the source" });
  }
  await runHelper(ctx, {
    role: `${role}-read`,
    what: "Reading everything from the archive",
    image: ctx.outputOf(chooseClients).dumpImage,
    argv: ["bash", "-c", readAllScript],
    environment: clientEnvironment(ctx, factsOf(ctx.plan).major),
    mounts: [],
    networkOf: id,
  });
  await ctx.runtime.stop(id, stopSeconds, ctx.engine.stopSignal);
}

/** Of whichever attempt: one that was cut off left its own. */
async function removeScratch({ runtime, run }: WriteContext): Promise<void> {
  for (const one of [role, `${role}-files`, `${role}-read`]) {
    const labels: Labels = { [label.run]: run, [label.role]: one };
    for (const { id } of await runtime.listContainers(labels)) await runtime.removeContainer(id, labels);
    for (const { name } of await runtime.listVolumes(labels)) await runtime.removeVolume(name, labels);
  }
}

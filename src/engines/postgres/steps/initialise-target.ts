import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import type { DataPlace } from "../../../ports/engine.ts";
import { createVolume } from "../../../steps/create-volume.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { factsOf } from "../facts-of.ts";
import { carriedRules, gateRules } from "../gate.ts";
import { initdbArguments } from "../initdb-arguments.ts";
import { runHelper } from "../../../steps/run-helper.ts";

/**
 * initdb is called by ourselves and not through the image's entrypoint: so no user's and no image's initialisation
 * script runs, no temporary server comes up that could be taken for the real one, and no password has to be handed over.
 */
export const initialiseScript = `
set -eu
umask 077
data="$1"
rules="$2"
carried="$3"
shift 3
mkdir -p "$data"
initdb --pgdata="$data" --auth=reject "$@" >&2
printf '%s' "$rules" > "$data/pg_hba.conf"
: > "$data/$carried"
sync
`;

/** An empty cluster on the target volume, as like the source's as initdb can make it, that admits nobody but us. */
export const initialiseTarget = defineCompensable({
  id: "postgres/initialise-target",
  title: "Initialise the target",
  reads: [pullImage, createVolume],
  seconds: 600,
  // A data directory that was half made looks healthy; only what the journal calls initialised counts.
  redoWhenInDoubt: true,
  output: z.strictObject({ dataDirectory: z.string(), mountAt: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const place = await placeOfTarget(ctx);
    const facts = factsOf(ctx.plan);
    await runHelper(ctx, {
      role: "initialise",
      what: "initdb",
      image: ctx.outputOf(pullImage).imageId,
      argv: [
        "bash",
        "-c",
        initialiseScript,
        "initialise",
        place.dataDirectory,
        gateRules,
        carriedRules,
        ...initdbArguments(facts, ctx.plan.target.major),
      ],
      user: "postgres",
      mounts: [{ volume: ctx.outputOf(createVolume).volume, at: place.mountAt }],
    });
    return { ...place };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, "initialise");
  },
});

async function placeOfTarget(ctx: WriteContext): Promise<DataPlace> {
  const { runtime, engine, plan } = ctx;
  const source = await runtime.findContainer(plan.source.containerId);
  const image = await runtime.findImage(ctx.outputOf(pullImage).imageId);
  if (source === undefined || image === undefined) {
    throw new StepError({ summary: "The source container or the target image is gone" });
  }
  return engine.placeOf(source, await runtime.findImage(source.imageId), image, plan.source.mountedAt);
}

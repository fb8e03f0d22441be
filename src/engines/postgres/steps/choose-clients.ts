import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { clientToolsScript, readClientTools, whoDumps, type ClientTools } from "../client-tools.ts";
import { runHelper } from "../../../steps/run-helper.ts";

const role = "clients";

/**
 * Which image's tools dump and restore: the target image's where they will do, else the source image's; never those of a
 * third version, because what a newer pg_dump writes does not load into an older server.
 */
export const chooseClients = defineCompensable({
  id: "postgres/choose-clients",
  title: "Choose the client tools",
  reads: [pullImage],
  seconds: 120,
  output: z.strictObject({ dumpImage: z.string(), restoreImage: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { plan } = ctx;
    const { imageId } = ctx.outputOf(pullImage);
    const target = await lookAt(ctx, "The target image", imageId);
    const source = await lookAt(ctx, "The source image", plan.source.imageId);
    const dumps = whoDumps(source, target, plan.target.major);
    const restoreImage = target.psql === undefined ? plan.source.imageId : imageId;
    ctx.note(`the ${dumps} image's pg_dumpall dumps`);
    return { dumpImage: dumps === "target" ? imageId : plan.source.imageId, restoreImage };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

async function lookAt(ctx: WriteContext, what: string, image: string): Promise<ClientTools> {
  const argv = ["bash", "-c", clientToolsScript];
  return readClientTools(await runHelper(ctx, { role, what, image, argv, mounts: [] }));
}

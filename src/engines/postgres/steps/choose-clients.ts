import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { pullImage } from "../../../steps/pull-image.ts";
import { runHelper } from "../run-helper.ts";
import { majorOf } from "../version.ts";

const role = "clients";

const script = `
for tool in pg_dump psql; do
  printf '%s\\n' "$("$tool" --version 2> /dev/null || true)"
done
`;

/**
 * Which image's tools dump and restore. The target image's where it has its own major's pg_dump, else the source
 * image's; never those of a third version, because what a newer pg_dump writes does not load into an older server.
 */
export const chooseClients = defineCompensable({
  id: "postgres/choose-clients",
  title: "Choose the client tools",
  seconds: 120,
  output: z.strictObject({ dumpImage: z.string(), restoreImage: z.string() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { plan } = ctx;
    const { imageId } = ctx.outputOf(pullImage);
    const argv = ["bash", "-c", script];
    const printed = await runHelper(ctx, {
      role,
      what: "The target image",
      image: imageId,
      argv,
      mounts: [],
    });
    const [pgDump, psql] = printed.split("\n").map(versionIn);
    const dumpImage = pgDump === plan.target.major ? imageId : plan.source.imageId;
    const restoreImage = psql === undefined ? plan.source.imageId : imageId;
    ctx.note(`${dumpImage === imageId ? "the target" : "the source"} image's pg_dumpall dumps`);
    return { dumpImage, restoreImage };
  },
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

/** `pg_dump (PostgreSQL) 16.4 (Debian 16.4-1)` → `16` */
function versionIn(line: string): string | undefined {
  return majorOf(/\(PostgreSQL\) (\S+)/.exec(line)?.[1] ?? "");
}

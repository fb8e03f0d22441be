import type { WriteContext } from "../../playbook/context.ts";
import { ownName, removeOwnContainers } from "../../steps/own-container.ts";
import { runHelper } from "../../steps/run-helper.ts";
import { factsOf } from "./facts-of.ts";
import { likeOn } from "./like-on.ts";
import { awaitPrivate, onPrivate } from "./private-server.ts";
import { stateOf, type ServerState } from "./server-state.ts";

const serverRole = "scratch";
const volumeRole = "scratch-data";
const seedRole = "scratch-seed";

/** Files of the user's that lie beside the data; a server does not start without those it is told to read. */
const seed = `
set -eu
cd /source
for file; do
  [ -f "$file" ] || continue
  mkdir -p "/scratch/$(dirname "$file")"
  cp -a "$file" "/scratch/$file"
done
`;

/**
 * How a server of an image is set up when it is started like the source, on an empty volume and no network. Nothing of it
 * is left when this returns or throws.
 *
 * @throws StepError with the end of its log where it does not start
 */
export async function tryImage(ctx: WriteContext, imageId: string): Promise<ServerState> {
  const { containerId: source, volume: data } = ctx.plan.source;
  const volume = ownName(ctx, volumeRole);
  const labels = ctx.labelsFor(volumeRole);
  await removeScratch(ctx, volume);
  await ctx.runtime.createVolume(volume, labels);
  try {
    const files = besideData(ctx);
    if (files.length > 0) {
      await runHelper(ctx, {
        role: seedRole,
        what: "Copying configuration files",
        image: imageId,
        argv: ["sh", "-c", seed, "seed", ...files],
        user: "root",
        may: ["handle all files"],
        mounts: [
          { volume: data, at: "/source", readOnly: true },
          { volume, at: "/scratch" },
        ],
      });
    }
    const containerId = await ctx.runtime.createLike(source, {
      ...(await likeOn(ctx, imageId, volume)),
      name: ownName(ctx, serverRole),
      labels: ctx.labelsFor(serverRole),
      private: true,
    });
    await ctx.runtime.start(containerId);
    await awaitPrivate(ctx, containerId);
    return await onPrivate(ctx, containerId, stateOf);
  } finally {
    await removeScratch(ctx, volume);
  }
}

async function removeScratch(ctx: WriteContext, volume: string): Promise<void> {
  await removeOwnContainers(ctx, serverRole);
  await ctx.runtime.removeVolume(volume, ctx.labelsFor(volumeRole));
}

/** Of the configuration and the access list, what lies on the volume, by its path there. */
function besideData(ctx: WriteContext): readonly string[] {
  const { aclFile, configFile } = factsOf(ctx.plan).files;
  const root = `${ctx.plan.source.mountedAt.replace(/\/*$/, "")}/`;
  return [aclFile, configFile].flatMap((path) => (path.startsWith(root) ? [path.slice(root.length)] : []));
}

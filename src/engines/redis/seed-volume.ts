import type { WriteContext } from "../../playbook/context.ts";
import { runHelper } from "../../steps/run-helper.ts";
import { factsOf } from "./facts-of.ts";

const role = "seed";

const script = `
set -eu
cd /source
for file; do
  [ -f "$file" ] || continue
  mkdir -p "/seeded/$(dirname "$file")"
  cp -a "$file" "/seeded/$file"
done
`;

/**
 * Copies to an empty volume what of the source's configuration lies beside its data: a server does not start without the
 * files that it is told to read.
 */
export async function seedVolume(ctx: WriteContext, imageId: string, volume: string): Promise<void> {
  const { aclFile, configFile } = factsOf(ctx.plan).files;
  const root = `${ctx.plan.source.mountedAt.replace(/\/*$/, "")}/`;
  const files = [aclFile, configFile].flatMap((path) =>
    path.startsWith(root) ? [path.slice(root.length)] : [],
  );
  if (files.length === 0) return;
  await runHelper(ctx, {
    role,
    what: "Copying configuration files",
    image: imageId,
    argv: ["sh", "-c", script, "seed", ...files],
    user: "root",
    may: ["handle all files"],
    mounts: [
      { volume: ctx.plan.source.volume, at: "/source", readOnly: true },
      { volume, at: "/seeded" },
    ],
  });
}

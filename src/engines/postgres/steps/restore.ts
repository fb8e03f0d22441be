import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { factsOf } from "../facts-of.ts";
import type { PostgresFacts } from "../facts.ts";
import { globalsFilter, globalsLength } from "../globals-filter.ts";
import { onPrivate } from "../private-server.ts";
import { quoteIdent } from "../quote.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { tellRoom } from "../tell-room.ts";
import { compareMajors } from "../version.ts";
import { dumpOnWork, workAt } from "../work-volume.ts";
import { chooseClients } from "./choose-clients.ts";
import { createWorkVolume } from "./create-work-volume.ts";
import { clientEnvironment, dump } from "./dump.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const role = "restore";

/**
 * The file is compared with the digest taken while it was written, because a damaged or shortened dump can restore
 * without an error. Then the first part goes through a filter and the rest as it is, and any error ends it.
 */
export const restoreScript = `${tellRoom}
set -euo pipefail
ended() {
  local status=$?
  [ "$status" = 0 ] || tell_room "$file"
  exit "$status"
}
file="$1"
filter="$4"
trap ended EXIT
[ "$(stat -c %s "$file")" = "$3" ] || { echo "The dump is not as long as it was written." >&2; exit 8; }
printf '%s  %s\\n' "$2" "$file" | sha256sum -c - > /dev/null
head=$(LC_ALL=C awk "$5" "$file")
{
  head -c "$head" "$file" | LC_ALL=C awk "$filter"
  tail -c "+$((head + 1))" "$file"
} | psql --no-psqlrc --no-password --quiet --set ON_ERROR_STOP=1 --set VERBOSITY=terse --set SHOW_CONTEXT=never --output /dev/null
`;

/** Fills the hidden target from the dump. Zero errors is the only pass; what is half filled is thrown away whole. */
export const restore = defineCompensable({
  id: "postgres/restore",
  title: "Restore into the target",
  reads: [dump, startHiddenTarget, chooseClients, createWorkVolume],
  seconds: 7 * 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({}),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startHiddenTarget);
    const { sha256, bytes } = ctx.outputOf(dump);
    await runHelper(ctx, {
      role,
      what: "The restore",
      image: ctx.outputOf(chooseClients).restoreImage,
      argv: [
        "bash",
        "-c",
        restoreScript,
        "restore",
        dumpOnWork,
        sha256,
        String(bytes),
        globalsFilter,
        globalsLength,
      ],
      environment: {
        ...clientEnvironment(ctx, ctx.plan.target.major),
        ...filterEnvironment(factsOf(ctx.plan)),
      },
      user: "root",
      mounts: [{ volume: ctx.outputOf(createWorkVolume).volume, at: workAt, readOnly: true }],
      networkOf: containerId,
      watch: () => watchSize(ctx, containerId),
    });
    return {};
  },
  /** What it filled goes with the volume. */
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

/** What the filter of the dump's first part leaves out of a dump of this server. */
export function filterEnvironment({ bootstrapRole: { name }, major }: PostgresFacts): Record<string, string> {
  return {
    DBSHIFT_ROLE_PLAIN: `CREATE ROLE ${name};`,
    DBSHIFT_ROLE_QUOTED: `CREATE ROLE ${quoteIdent(name)};`,
    DBSHIFT_STRIP_GRANTOR: compareMajors(major, "16") < 0 ? "yes" : "no",
  };
}

const sizeRow = z.object({ bytes: z.string() });

async function watchSize(ctx: WriteContext, containerId: string): Promise<void> {
  const sql = "select sum(pg_database_size(oid))::text as bytes from pg_database";
  const { bytes } = await onPrivate(ctx, containerId, "template1", (session) => session.row(sizeRow, sql));
  ctx.progress(Number(bytes), ctx.plan.source.sizeBytes, "bytes");
}

import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { removeOwnContainers } from "../../../steps/own-container.ts";
import { factsOf } from "../facts-of.ts";
import { onPrivate } from "../private-server.ts";
import { runHelper } from "../../../steps/run-helper.ts";
import { silently } from "../silently.ts";
import { tellRoom } from "../tell-room.ts";
import { compareMajors } from "../version.ts";
import { assertOnlyServer, lockFileOf, nextTransaction } from "../witness.ts";
import { dumpOnWork, workAt } from "../work-volume.ts";
import { chooseClients } from "./choose-clients.ts";
import { closeFence } from "./close-fence.ts";
import { createWorkVolume } from "./create-work-volume.ts";
import { startFencedSource } from "./start-fenced-source.ts";

const role = "dump";

/**
 * The digest is taken of what pg_dumpall says, not of what arrived in the file: the file is read again before it is
 * restored. Databases are named by pg_dumpall itself, which quotes them for libpq. All names are quoted: the source's
 * server, which words definitions, does not know the key words of a later major.
 *
 * What went wrong is told when the file is gone: where the disk is full, Docker too has no room for what is printed, and
 * the source none to start again.
 */
export const dumpScript = `${tellRoom}
set -euo pipefail
umask 077
exec 3>&1
status=0
said=$({
  pg_dumpall --no-password --quote-all-identifiers | tee "$1" | sha256sum | cut -d ' ' -f 1 >&3
} 2>&1) || status=$?
if [ "$status" != 0 ]; then
  said="$said
$(tell_room "$1" 2>&1)"
  rm -f "$1"
fi
printf '%s\\n' "$said" >&2
[ "$status" = 0 ] || exit "$status"
stat -c %s "$1"
tail -c 200 "$1" | grep -q -e '^-- PostgreSQL database cluster dump complete$'
sync
`;

/** The whole cluster as SQL, by pg_dumpall, on the run's own volume. The data never passes through this process. */
export const dump = defineCompensable({
  id: "postgres/dump",
  title: "Dump the source",
  reads: [startFencedSource, closeFence, chooseClients, createWorkVolume],
  seconds: 7 * 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().positive() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startFencedSource);
    const printed = await runHelper(ctx, {
      role,
      what: "pg_dumpall",
      image: ctx.outputOf(chooseClients).dumpImage,
      argv: ["bash", "-c", dumpScript, "dump", dumpOnWork],
      environment: clientEnvironment(ctx, factsOf(ctx.plan).major),
      user: "root",
      mounts: [{ volume: ctx.outputOf(createWorkVolume).volume, at: workAt }],
      networkOf: containerId,
      watch: () => watchSize(ctx, containerId),
    });
    const [sha256 = "", bytes = ""] = printed.trim().split("\n");
    await assertUnwritten(ctx, containerId);
    ctx.progress(Number(bytes), Number(bytes), "bytes");
    return { sha256, bytes: Number(bytes) };
  },
  /** The file goes with the volume, and is written over by the next attempt. */
  async compensate(ctx) {
    await removeOwnContainers(ctx, role);
  },
});

/**
 * How our client tools reach a private server of this major whose network they share: by its loopback, as the bootstrap
 * role.
 */
export function clientEnvironment(
  { plan, run }: Pick<WriteContext, "plan" | "run">,
  major: string,
): Record<string, string> {
  return environmentFor(factsOf(plan).bootstrapRole.name, run, major);
}

/**
 * Users may have set these for themselves, for a database or for all. As another role the tools could not read
 * everything; the next two change what a restore reads out of a dump; and the last two let damaged pages pass for empty
 * ones. https://www.postgresql.org/docs/current/runtime-config-developer.html
 */
const asWritten = [
  "role=none",
  "default_transaction_read_only=off",
  "array_nulls=on",
  "transform_null_equals=off",
  "zero_damaged_pages=off",
  "ignore_checksum_failure=off",
];

export function environmentFor(user: string, run: string, major: string): Record<string, string> {
  const known = (since: string, name: string): string[] => (compareMajors(major, since) < 0 ? [] : [name]);
  const endless = [
    "statement_timeout",
    "lock_timeout",
    ...known("14", "idle_session_timeout"),
    ...known("17", "transaction_timeout"),
  ];
  const silent = Object.entries(silently).map(([name, value]) => `${name}=${value}`);
  return {
    PGHOST: "127.0.0.1",
    PGPORT: "5432",
    PGUSER: user,
    PGDATABASE: "template1",
    PGAPPNAME: `dbshift/${run}`,
    PGOPTIONS: [...endless.map((name) => `${name}=0`), ...asWritten, ...silent]
      .map((each) => `-c ${each}`)
      .join(" "),
    LC_ALL: "C.UTF-8",
  };
}

async function watchSize(ctx: WriteContext, containerId: string): Promise<void> {
  const { exitCode, stdout } = await ctx.runtime.look(containerId, ["stat", "-c", "%s", dumpOnWork]);
  if (exitCode === 0) ctx.progress(Number(stdout.trim()), undefined, "bytes");
}

async function assertUnwritten(ctx: WriteContext, containerId: string): Promise<void> {
  const before = ctx.outputOf(closeFence);
  await onPrivate(ctx, containerId, "template1", async (session) => {
    const now = await nextTransaction(session);
    if (now !== before.nextTransaction) {
      throw new StepError({
        summary: "Something wrote to the source while it was dumped",
        detail: [
          `The next transaction id was ${before.nextTransaction} before and is ${now} after, so the dump is void.`,
        ],
      });
    }
    assertOnlyServer(before.lockFile, await lockFileOf(session));
  });
}

import { StepError } from "../../core/errors.ts";
import type { CopyWork } from "../../ports/copy-work.ts";
import { label } from "../../ports/runtime.ts";
import { ownName } from "../../steps/own-container.ts";
import type { PostgresFacts } from "./facts.ts";
import { assertCopyScript, copyArguments, keptAt } from "./copy-file.ts";
import { closeDatabases } from "./close-databases.ts";
import { carriedRules, gateRules } from "./gate.ts";
import { globalsFilter, globalsLength } from "./globals-filter.ts";
import { initdbArguments } from "./initdb-arguments.ts";
import { hiddenArguments } from "./private-flags.ts";
import { runHelper, type HelperContext } from "../../steps/run-helper.ts";
import { environmentFor } from "./steps/dump.ts";
import { initialiseScript } from "./steps/initialise-target.ts";
import { filterEnvironment, restoreScript } from "./steps/restore.ts";
import { dumpOnWork, workAt } from "./work-volume.ts";

const serverRole = "loading-server";
const stopSeconds = 1800;
const readySeconds = 120;

const unpackScript = `${assertCopyScript}
umask 077
mkdir -p "$into/dump"
gzip -dc "$file" > "$5"
`;

/** Then the rules the official image gives a new database: without a password from inside the container alone. */
const openScript = `
set -eu
cat > "$1/pg_hba.conf" <<'END'
local all all trust
host all all 127.0.0.1/32 trust
host all all ::1/128 trust
host all all all scram-sha-256
END
rm -f "$1/$2"
printf "\\nlisten_addresses = '*'\\n" >> "$1/postgresql.conf"
sync
`;

/**
 * A new cluster on the empty volume, made as the source's was, and the dump restored into it by a server that nobody
 * else reaches. Any error ends it. A dump carries no postgresql.conf and no pg_hba.conf, nor the properties of the
 * databases that every cluster has.
 */
export async function loadDump(work: CopyWork, ctx: HelperContext, facts: PostgresFacts): Promise<void> {
  const { image, volume, copy } = work;
  const scratch = ownName(ctx, "work");
  const labels = ctx.labelsFor("work");
  const data = { volume, at: copy.mountAt };
  await work.runtime.createVolume(scratch, { ...labels, [label.purpose]: "dump" });
  try {
    await runHelper(ctx, {
      role: "unpack",
      what: "Unpacking the dump",
      image,
      argv: ["bash", "-c", unpackScript, "unpack", ...copyArguments(work), workAt, dumpOnWork],
      user: "root",
      may: ["handle all files"],
      mounts: [
        { directory: work.directory, at: keptAt, readOnly: true },
        { volume: scratch, at: workAt },
      ],
    });
    await runHelper(ctx, {
      role: "initialise",
      what: "initdb",
      image,
      argv: [
        ...["bash", "-c", initialiseScript, "initialise", copy.dataDirectory, gateRules, carriedRules],
        ...initdbArguments(facts, copy.major),
      ],
      user: "postgres",
      mounts: [data],
    });
    await restoreThroughServer(work, ctx, facts, scratch);
    await runHelper(ctx, {
      role: "open",
      what: "Writing the access rules",
      image,
      argv: ["bash", "-c", openScript, "open", copy.dataDirectory, carriedRules],
      user: "postgres",
      mounts: [data],
    });
  } finally {
    await work.runtime.removeVolume(scratch, labels);
  }
}

async function restoreThroughServer(
  work: CopyWork,
  ctx: HelperContext,
  facts: PostgresFacts,
  scratch: string,
): Promise<void> {
  const { runtime, image, volume, copy } = work;
  const labels = ctx.labelsFor(serverRole);
  const closing = closeDatabases(facts);
  const server = await runtime.createHelper({
    name: ownName(ctx, serverRole),
    image,
    labels,
    // Without a socket, which is outside its volume.
    argv: ["postgres", "-D", copy.dataDirectory, ...hiddenArguments, "-c", "unix_socket_directories="],
    user: "postgres",
    mounts: [{ volume, at: copy.mountAt }],
  });
  try {
    await runtime.start(server);
    await awaitAnswer(work, server);
    await runHelper(ctx, {
      role: "restore",
      what: "The restore",
      image,
      argv: [
        ...["bash", "-c", `${restoreScript}${closing.script}`, "restore", dumpOnWork],
        ...[copy.content.sha256, String(copy.content.bytes), globalsFilter, globalsLength],
        closing.sql,
      ],
      environment: {
        ...environmentFor(facts.bootstrapRole.name, ctx.run, copy.major),
        ...filterEnvironment(facts),
      },
      user: "root",
      mounts: [{ volume: scratch, at: workAt, readOnly: true }],
      networkOf: server,
    });
    await runtime.stop(server, stopSeconds, "SIGINT");
  } finally {
    await runtime.removeContainer(server, labels);
  }
}

async function awaitAnswer({ runtime, clock, signal }: CopyWork, server: string): Promise<void> {
  const end = clock.now().getTime() + readySeconds * 1000;
  for (;;) {
    const state = (await runtime.findContainer(server))?.state;
    if (state !== "running" || clock.now().getTime() > end) {
      const log = await runtime.logTail(server, 15);
      throw new StepError({ summary: "The new server did not become ready", detail: log.split("\n") });
    }
    const { exitCode } = await runtime.look(server, ["pg_isready", "-q", "-h", "127.0.0.1"]);
    if (exitCode === 0) return;
    await clock.sleep(100, signal);
  }
}

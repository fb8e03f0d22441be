import { StepError } from "../../core/errors.ts";
import type { CopyWork } from "../../ports/copy-work.ts";
import { label } from "../../ports/runtime.ts";
import { assertCopyScript, copyArguments, keptAt } from "./copy-file.ts";
import { loadDump } from "./load-dump.ts";
import { postgresFacts } from "./facts.ts";
import { runHelper, type HelperContext } from "../../steps/run-helper.ts";

const unpackScript = `${assertCopyScript}
gzip -dc "$file" | tar -C "$into" --numeric-owner -xf -
sync
`;

/** Fills an empty volume from a safety copy; see the port. */
export async function fillFromCopy(work: CopyWork): Promise<void> {
  const ctx = helperContext(work);
  if (work.copy.kind === "dump") {
    await loadDump(work, ctx, factsOf(work));
    return;
  }
  await runHelper(ctx, {
    role: "unpack",
    what: "Unpacking the archive",
    image: work.image,
    argv: ["bash", "-c", unpackScript, "unpack", ...copyArguments(work), work.copy.mountAt],
    user: "root",
    may: ["handle all files"],
    mounts: [
      { directory: work.directory, at: keptAt, readOnly: true },
      { volume: work.volume, at: work.copy.mountAt },
    ],
  });
}

function factsOf({ copy }: CopyWork): ReturnType<typeof postgresFacts.parse> {
  const read = postgresFacts.safeParse(copy.facts);
  if (read.success) return read.data;
  throw new StepError({ summary: "What lies beside the copy does not say how its server was made" });
}

function helperContext({ runtime, clock, signal, id, labels, note }: CopyWork): HelperContext {
  return {
    runtime,
    clock,
    signal,
    note,
    run: id,
    attempt: 1,
    labelsFor: (role) => ({ ...labels, [label.role]: role }),
  };
}

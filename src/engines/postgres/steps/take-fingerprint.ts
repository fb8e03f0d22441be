import { z } from "zod";
import { fingerprint } from "../compare/fingerprint.ts";
import { fingerprintLines } from "../compare/fingerprint-file.ts";
import { defineCompensable, type CompensableStep } from "../../../playbook/define-step.ts";
import type { HandsOn } from "../../../playbook/context.ts";
import { rowsWish } from "../rows-wish.ts";
import { closedDatabases } from "../database-flags.ts";
import { openPrivate, readIdentity } from "../private-server.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";

const output = z.strictObject({
  identity: z.string(),
  file: z.string(),
  sha256: z.string(),
  /** Whether it tells the content of rows, not only their number. */
  content: z.boolean(),
});

type Fingerprinted = z.infer<typeof output>;

interface Wish {
  readonly side: "source" | "target";
  readonly measured: boolean;
  readonly server: HandsOn<{ readonly containerId: string }>;
}

function takeFingerprint({ side, measured, server }: Wish): CompensableStep<Fingerprinted> {
  return defineCompensable({
    id: `postgres/fingerprint-${side}`,
    title: `Write down what the ${side} holds`,
    reads: [server],
    seconds: 24 * 3600,
    redoWhenInDoubt: true,
    output,
    probe: () => Promise.resolve({ state: "absent" }),
    async apply(ctx) {
      const { containerId } = ctx.outputOf(server);
      const groups = fingerprint((database) => openPrivate(ctx, containerId, database), {
        entry: "template1",
        catalogs: true,
        rows: measured ? rowsWish(ctx.plan) : undefined,
        opened: closedDatabases(ctx),
        signal: ctx.signal,
        progress: (done, total) => {
          ctx.progress(done, total, "databases");
        },
      });
      const file = `fingerprint-${side}.ndjson`;
      const identity = await readIdentity(ctx, containerId);
      const { sha256 } = await ctx.files.write(file, fingerprintLines(groups));
      return { identity, file, sha256, content: measured && rowsWish(ctx.plan).content };
    },
    /** It is the run's own file, and the next attempt writes another in its place. */
    compensate: () => Promise.resolve(),
  });
}

/** Everything the source holds behind the fence, counted while the target is being filled. */
export const fingerprintSource = takeFingerprint({
  side: "source",
  measured: true,
  server: startFencedSource,
});

/** The same in the words of the target's version. What is counted is in the source's: verification proves it equal. */
export const fingerprintTarget = takeFingerprint({
  side: "target",
  measured: false,
  server: startHiddenTarget,
});

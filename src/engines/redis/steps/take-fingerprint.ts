import { z } from "zod";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { fingerprintLines } from "../fingerprint/fingerprint-file.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { onPrivate } from "../private-server.ts";
import { startFencedSource } from "./start-fenced-source.ts";

/** Everything the source held when it ended, in sums, to compare the target with. */
export const fingerprintSource = defineCompensable({
  id: "redis/fingerprint-source",
  title: "Write down what the source holds",
  reads: [startFencedSource],
  seconds: 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({ identity: z.string(), file: z.string(), sha256: z.string(), keys: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(startFencedSource);
    const taken = await onPrivate(ctx, containerId, (session) =>
      takeFingerprint(session, { signal: ctx.signal }),
    );
    const file = "fingerprint-source.ndjson";
    const { sha256 } = await ctx.files.write(file, fingerprintLines(taken));
    const keys = taken.buckets.reduce((all, bucket) => all + bucket.keys, 0);
    ctx.note(`read ${String(keys)} keys`);
    return { identity: ctx.plan.source.identity, file, sha256, keys };
  },
  /** It is the run's own file, and the next attempt writes another in its place. */
  compensate: () => Promise.resolve(),
});

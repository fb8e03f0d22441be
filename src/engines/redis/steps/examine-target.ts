import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { startTarget } from "../../../steps/start-target.ts";
import { compareFingerprints } from "../fingerprint/compare-fingerprints.ts";
import { readFingerprint } from "../fingerprint/fingerprint-file.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { onPrivate } from "../private-server.ts";
import { fingerprintSource } from "./take-fingerprint.ts";

/** The last look before clients come: the server in the final container holds what the source held. */
export const examineTarget = defineCompensable({
  id: "redis/examine-target",
  title: "Examine the target behind its gate",
  reads: [createTarget, startTarget, fingerprintSource],
  seconds: 24 * 3600,
  output: z.strictObject({ keys: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId } = ctx.outputOf(createTarget);
    const { file, sha256 } = ctx.outputOf(fingerprintSource);
    const source = await readFingerprint(ctx.files.read(file, sha256));
    const compared = await onPrivate(ctx, containerId, async (session) =>
      compareFingerprints(
        source,
        await takeFingerprint(session, { epoch: source.epoch, signal: ctx.signal }),
      ),
    );
    if (compared.differences.length > 0) {
      throw new StepError({
        summary: "The target under the source's name does not hold what was verified",
        detail: compared.differences.slice(0, 10),
      });
    }
    return { keys: compared.compared };
  },
  compensate: () => Promise.resolve(),
});

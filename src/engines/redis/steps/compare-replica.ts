import { randomBytes } from "node:crypto";
import { z } from "zod";
import { StepError } from "../../../core/errors.ts";
import { defineCompensable } from "../../../playbook/define-step.ts";
import type { WriteContext } from "../../../playbook/context.ts";
import { createTarget } from "../../../steps/create-target.ts";
import { compareFingerprints, type ComparedKeys } from "../fingerprint/compare-fingerprints.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { onPrivate } from "../private-server.ts";
import { awaitOffset } from "../replication/await-offset.ts";
import { awaitSync } from "../replication/await-sync.ts";
import { leaderOf } from "../replication/leader-of.ts";
import { replicationState } from "../replication/replication-state.ts";
import type { Session } from "../session.ts";
import { settingOf } from "../setting-of.ts";
import { followWitness } from "./follow-witness.ts";
import { startWitness, witnessAlias } from "./start-witness.ts";

const syncSeconds = 6 * 3600;
const drainSeconds = 600;
const patience = "86400";

/**
 * Holds the witness still, so that it and the target have the same, and compares everything both hold. The source goes on
 * all the while, and both follow it again afterwards.
 */
export const compareReplica = defineCompensable({
  id: "redis/compare-replica",
  title: "Compare the target with the witness, key by key",
  reads: [createTarget, startWitness, followWitness],
  seconds: 24 * 3600,
  redoWhenInDoubt: true,
  output: z.strictObject({ keys: z.int() }),
  probe: () => Promise.resolve({ state: "absent" }),
  async apply(ctx) {
    const { containerId: witness } = ctx.outputOf(startWitness);
    const { containerId: target } = ctx.outputOf(createTarget);
    const compared = await heldStill(ctx, witness, target, () => compare(ctx, witness, target));
    if (compared.differences.length > 0) {
      throw new StepError({
        summary: "The target does not hold what the source holds",
        detail: compared.differences.slice(0, 20),
      });
    }
    ctx.note(`compared ${String(compared.compared)} keys`);
    return { keys: compared.compared };
  },
  compensate: () => Promise.resolve(),
});

/** A wrong password keeps the witness from hearing more; what the target has still to hear of it is waited for. */
async function heldStill<T>(
  ctx: WriteContext,
  witness: string,
  target: string,
  work: () => Promise<T>,
): Promise<T> {
  const { password } = await leaderOf(ctx, witnessAlias);
  const was = await onPrivate(ctx, target, (session) => settingOf(session, "repl-timeout"));
  try {
    for (const each of [witness, target]) {
      await onPrivate(ctx, each, (session) => session.bytes("CONFIG", "SET", "repl-timeout", patience));
    }
    const { offset } = await onPrivate(ctx, witness, holdStill);
    await awaitOffset(ctx, target, { offset, seconds: drainSeconds });
    return await work();
  } finally {
    await onPrivate(ctx, witness, (session) => session.bytes("CONFIG", "SET", "masterauth", password ?? ""));
    for (const each of [witness, target]) {
      await awaitSync(ctx, each, syncSeconds);
      await onPrivate(ctx, each, (session) => session.bytes("CONFIG", "SET", "repl-timeout", was));
    }
  }
}

async function holdStill(session: Session): Promise<{ readonly offset: number }> {
  await session.bytes("CONFIG", "SET", "masterauth", randomBytes(24).toString("hex"));
  await session.bytes("CLIENT", "KILL", "TYPE", "master");
  const { inSync, offset } = await replicationState(session);
  if (inSync) throw new StepError({ summary: "The witness cannot be held still" });
  return { offset };
}

async function compare(ctx: WriteContext, witness: string, target: string): Promise<ComparedKeys> {
  const { signal } = ctx;
  const before = await onPrivate(ctx, witness, (session) => takeFingerprint(session, { signal }));
  const now = await onPrivate(ctx, target, (session) =>
    takeFingerprint(session, { epoch: before.epoch, signal }),
  );
  return compareFingerprints(before, now);
}

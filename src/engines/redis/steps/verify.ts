import { blocker, info, type Finding } from "../../../core/finding.ts";
import { defineCheck, type CheckStep } from "../../../playbook/define-step.ts";
import type { HandsOn, ReadContext } from "../../../playbook/context.ts";
import type { Json } from "../../../core/plan.ts";
import { compareFingerprints } from "../fingerprint/compare-fingerprints.ts";
import { readFingerprint } from "../fingerprint/fingerprint-file.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { onPrivate } from "../private-server.ts";
import { readInfo } from "../read-info.ts";
import { readUsers } from "../read-users.ts";
import { bootAgain } from "./boot-again.ts";
import { startFencedSource } from "./start-fenced-source.ts";
import { startHiddenTarget } from "./start-hidden-target.ts";
import { fingerprintSource } from "./take-fingerprint.ts";

const mostShown = 100;

/** Compares everything the target holds with what the source held. */
export const verify = verification("redis/verify", "Verify the target against the source", []);

/** The same of what the target reads from what it wrote itself. */
export const verifyAgain = verification("redis/verify-again", "Verify the target once more", [bootAgain]);

function verification(id: string, title: string, after: readonly HandsOn<Json>[]): CheckStep {
  return defineCheck({
    id,
    title,
    reads: [startFencedSource, fingerprintSource, startHiddenTarget, ...after],
    verifies: true,
    check: async (ctx) => [...(await keyFindings(ctx)), ...(await userFindings(ctx))],
  });
}

async function keyFindings(ctx: ReadContext): Promise<Finding[]> {
  const { file, sha256 } = ctx.outputOf(fingerprintSource);
  const source = await readFingerprint(ctx.files.read(file, sha256));
  const { containerId } = ctx.outputOf(startHiddenTarget);
  return onPrivate(ctx, containerId, async (session) => {
    const target = await takeFingerprint(session, { epoch: source.epoch, signal: ctx.signal });
    const { differences, expiring, compared } = compareFingerprints(source, target);
    const evicted = Number((await readInfo(session)).get("evicted_keys"));
    const lost = evicted === 0 ? [] : [`the target evicted ${String(evicted)} keys for want of memory`];
    const shown = [...differences, ...lost];
    ctx.note(`compared ${String(compared)} keys`);
    return [
      ...shown.slice(0, mostShown).map((summary) => blocker("VERIFY-DIFFERENCE", { summary })),
      info("REDIS-COMPARED", {
        summary: `Compared: ${String(compared)} keys${expiring === 0 ? "" : `; ${String(expiring)} expired or were about to`}`,
      }),
    ];
  });
}

async function userFindings(ctx: ReadContext): Promise<Finding[]> {
  const source = await onPrivate(ctx, ctx.outputOf(startFencedSource).containerId, readUsers);
  const target = await onPrivate(ctx, ctx.outputOf(startHiddenTarget).containerId, readUsers);
  const names = new Set([...source.keys(), ...target.keys()]);
  return [...names].sort().flatMap((name) => {
    if (source.get(name) === target.get(name)) return [];
    return [
      blocker("VERIFY-DIFFERENCE", {
        summary: `the user "${name}" does not have the same passwords and keys in the target`,
      }),
    ];
  });
}

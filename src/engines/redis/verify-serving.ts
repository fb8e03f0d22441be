import { Refused } from "../../core/errors.ts";
import type { FingerprintCompared, FingerprintRequest } from "../../ports/engine.ts";
import { compareFingerprints } from "./fingerprint/compare-fingerprints.ts";
import { readFingerprint } from "./fingerprint/fingerprint-file.ts";
import { identityOf } from "./identity.ts";
import { takeFingerprint } from "./fingerprint/take-fingerprint.ts";
import type { AskPassword } from "./passwords.ts";
import { settingOf } from "./setting-of.ts";
import { fingerprintSource } from "./steps/take-fingerprint.ts";
import { enter } from "./ways-in.ts";

const seconds = 600;

/** Compares the server that has the source's name now with what the run wrote down of the source. */
export async function verifyServing(
  { runtime, container, outputOf, files, signal }: FingerprintRequest,
  ask: AskPassword | undefined,
): Promise<FingerprintCompared | undefined> {
  const kept = outputOf(fingerprintSource.id);
  if (kept === undefined) return undefined;
  const { file, sha256, identity } = fingerprintSource.output.parse(kept);
  const before = await readFingerprint(files.read(file, sha256));
  const entrance = await enter(runtime, container, { ask, application: "verify", seconds, signal });
  if (!("session" in entrance)) throw Refused.because(entrance);
  try {
    const now = await takeFingerprint(entrance.session, { epoch: before.epoch, signal });
    const place = await identityOf(runtime, container.id, await settingOf(entrance.session, "dir"));
    const { differences } = compareFingerprints(before, now);
    return {
      side: place === identity ? "source" : "target",
      content: true,
      named: differences.slice(0, 100),
      count: differences.length,
      objects: now.buckets.reduce((all, { keys }) => all + keys, 0),
      closed: [],
    };
  } finally {
    await entrance.session.end();
  }
}

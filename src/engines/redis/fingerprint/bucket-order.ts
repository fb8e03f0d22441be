import type { Bucket } from "./fingerprint.ts";

/** By database, then by type, then by when they expire: those that never do first. */
export function inBucketOrder(a: Bucket, b: Bucket): number {
  return (
    a.database - b.database ||
    a.type.localeCompare(b.type, "en") ||
    (a.expiresFrom ?? -1) - (b.expiresFrom ?? -1)
  );
}

import { describe, expect, test } from "vitest";
import { compareFingerprints } from "../../../../src/engines/redis/fingerprint/compare-fingerprints.ts";
import type { Bucket, Fingerprint } from "../../../../src/engines/redis/fingerprint/fingerprint.ts";
import {
  fingerprintLines,
  readFingerprint,
} from "../../../../src/engines/redis/fingerprint/fingerprint-file.ts";
import { windowOf } from "../../../../src/engines/redis/fingerprint/time-windows.ts";

const epoch = 1_000_000;
const readUntil = epoch + 60_000;

const bucket = (changes: Partial<Bucket> = {}): Bucket => ({
  ...{ database: 0, type: "string", expiresFrom: null, keys: 3, sum: "a-b-c-d-e" },
  ...changes,
});

const holding = (...buckets: readonly Bucket[]): Fingerprint => ({
  ...{ epoch, readUntil, functions: {} },
  buckets,
});

const differences = (source: Fingerprint, target: Fingerprint): readonly string[] =>
  compareFingerprints(source, target).differences;

describe("two fingerprints", () => {
  test("are equal where every sum is", () => {
    expect(differences(holding(bucket()), holding(bucket()))).toEqual([]);
  });

  test.each([
    ["has fewer keys", [bucket({ keys: 2 })]],
    ["has more keys", [bucket({ keys: 4 })]],
    ["has other content", [bucket({ sum: "a-b-c-d-f" })]],
    ["has none of the type", []],
    ["has a database more", [bucket(), bucket({ database: 1 })]],
    ["has keys that expire instead", [bucket({ expiresFrom: epoch + 90_000 })]],
  ])("differ where the target %s", (_, buckets) => {
    expect(differences(holding(bucket()), holding(...buckets))).not.toEqual([]);
  });

  test("differ in a key that expires long after both were read", () => {
    const later = bucket({ expiresFrom: readUntil + 10_000 });
    expect(differences(holding(later), holding())).toHaveLength(1);
  });

  test("do not differ in keys that expired meanwhile, and count them", () => {
    const soon = bucket({ expiresFrom: readUntil - 10_000 });
    const compared = compareFingerprints(holding(bucket(), soon), holding(bucket()));
    expect(compared).toEqual({ differences: [], expiring: 3, compared: 3 });
  });

  test("differ where keys that should have expired have become more", () => {
    const soon = bucket({ expiresFrom: readUntil - 10_000 });
    expect(differences(holding(soon), holding({ ...soon, keys: 4 }))).toHaveLength(1);
  });

  test("cannot be compared where they count time from different moments", () => {
    expect(() => compareFingerprints(holding(), { ...holding(), epoch: epoch + 1 })).toThrow("two epochs");
  });
});

test("a fingerprint is read back from its lines as it was", async () => {
  const written = {
    ...holding(bucket(), bucket({ expiresFrom: 5, database: 7 })),
    functions: { shop: "ab" },
  };
  expect(await readFingerprint(fingerprintLines(written))).toEqual(written);
});

test("the further ahead a moment is, the longer is the stretch of time it falls into", () => {
  const hour = 3_600_000;
  expect(windowOf(epoch, epoch + 1999)).toBe(epoch + 1000);
  expect(windowOf(epoch, epoch + hour + 119_999)).toBe(epoch + hour + 60_000);
  expect(windowOf(epoch, epoch + 25 * hour + hour - 1)).toBe(epoch + 25 * hour);
  expect(windowOf(epoch, epoch + 9_000 * hour)).toBe(epoch + 90 * 24 * hour);
});

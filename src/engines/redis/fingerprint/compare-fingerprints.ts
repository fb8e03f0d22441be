import { invariant } from "../../../core/errors.ts";
import { inBucketOrder } from "./bucket-order.ts";
import type { Bucket, Fingerprint } from "./fingerprint.ts";

export interface ComparedKeys {
  /** One sentence for each difference. */
  readonly differences: readonly string[];
  /** Keys of the source that may have expired before the target was read; not compared. */
  readonly expiring: number;
  /** Keys that were compared, of the source. */
  readonly compared: number;
}

/** Between two looks at the same clock. In ms. */
const slack = 2000;

/**
 * Whether two servers hold the same. A key that may have expired by the time the target was read does not count as lost,
 * and none may have come up in its place.
 */
export function compareFingerprints(source: Fingerprint, target: Fingerprint): ComparedKeys {
  invariant(source.epoch === target.epoch, "fingerprints of two epochs are compared");
  const over = target.readUntil + slack;
  const names = new Map([...source.buckets, ...target.buckets].map((bucket) => [nameOf(bucket), bucket]));
  const before = byName(source.buckets);
  const now = byName(target.buckets);
  const differences: string[] = [];
  let expiring = 0;
  let compared = 0;
  for (const [name, { expiresFrom }] of [...names].sort(([, a], [, b]) => inBucketOrder(a, b))) {
    const [was, is] = [before.get(name), now.get(name)];
    const mayExpire = expiresFrom !== null && expiresFrom < over;
    if (mayExpire) expiring += was?.keys ?? 0;
    else compared += was?.keys ?? 0;
    const text = mayExpire ? onExpiring(was, is) : onLasting(was, is);
    const [bucket] = [was ?? is];
    if (text !== undefined && bucket !== undefined) differences.push(`${placeOf(bucket)}: ${text}`);
  }
  return { differences: [...differences, ...functionDifferences(source, target)], expiring, compared };
}

function onExpiring(was: Bucket | undefined, is: Bucket | undefined): string | undefined {
  const [before, now] = [was?.keys ?? 0, is?.keys ?? 0];
  return now > before ? `${keysText(before)} became ${String(now)}` : undefined;
}

function onLasting(was: Bucket | undefined, is: Bucket | undefined): string | undefined {
  const [before, now] = [was?.keys ?? 0, is?.keys ?? 0];
  if (before !== now) return `${keysText(before)} became ${String(now)}`;
  return was?.sum === is?.sum
    ? undefined
    : `the same number of keys (${String(now)}), but not the same content`;
}

const keysText = (keys: number): string => `${String(keys)} ${keys === 1 ? "key" : "keys"}`;

const nameOf = ({ database, type, expiresFrom }: Bucket): string =>
  `${String(database)} ${type} ${String(expiresFrom)}`;

const byName = (buckets: readonly Bucket[]): ReadonlyMap<string, Bucket> =>
  new Map(buckets.map((bucket) => [nameOf(bucket), bucket]));

function placeOf({ database, type, expiresFrom }: Bucket): string {
  const when =
    expiresFrom === null
      ? "that do not expire"
      : `that expire from ${new Date(expiresFrom).toISOString()} on`;
  return `database ${String(database)}, keys of type ${type} ${when}`;
}

function functionDifferences(source: Fingerprint, target: Fingerprint): string[] {
  const names = new Set([...Object.keys(source.functions), ...Object.keys(target.functions)]);
  return [...names].sort().flatMap((name) => {
    const [was, is] = [source.functions[name], target.functions[name]];
    if (was === is) return [];
    const what = is === undefined ? "is missing" : was === undefined ? "is new" : "has other code";
    return [`the function library "${name}" ${what}`];
  });
}

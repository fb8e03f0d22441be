import type { SafetyCopy } from "./safety-copy.ts";

export interface Retention {
  /** At least 1: the newest of each database and kind never goes. */
  readonly keep: number;
  /** What is younger stays, however many there are. */
  readonly days: number | undefined;
}

const dayMilliseconds = 24 * 3600 * 1000;

/** The copies that may go: more than `keep` newer ones of the same data and kind are there, and they are old enough. */
export function copiesToRemove<T extends { readonly copy: SafetyCopy }>(
  copies: readonly T[],
  { keep, days }: Retention,
  now: Date,
): T[] {
  const youngest = days === undefined ? Infinity : now.getTime() - days * dayMilliseconds;
  const seen = new Map<string, number>();
  const newestFirst = copies.toSorted((a, b) => timeOf(b) - timeOf(a));
  return newestFirst.filter((one) => {
    const group = `${one.copy.engine} ${one.copy.identity} ${one.copy.kind}`;
    const rank = seen.get(group) ?? 0;
    seen.set(group, rank + 1);
    return rank >= keep && timeOf(one) < youngest;
  });
}

const timeOf = ({ copy }: { readonly copy: SafetyCopy }): number => Date.parse(copy.createdAt);

import { both } from "./both.ts";
import { byCodeUnit } from "./by-code-unit.ts";
import { compareItems } from "./compare-items.ts";
import type { Difference } from "./inventory.ts";
import type { Kind } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { readBuckets, type Bucket } from "./read-buckets.ts";
import { readItems } from "./read-items.ts";
import { settleDefinitions } from "./settle-definitions.ts";

/** One database, or the cluster where none is named, on both sides. */
export interface TwoSides {
  readonly source: PinnedSession;
  readonly target: PinnedSession;
  readonly database?: string;
}

export interface KindCompared {
  readonly differences: readonly Difference[];
  /** How many of them the source holds. */
  readonly objects: number;
}

const mostItemsAtOnce = 1000;

type Buckets = ReadonlyMap<string, Bucket>;

/** Looks at digests of everything first, and then at the items of those buckets that differ. */
export async function compareKind(kind: Kind, { source, target, database }: TwoSides): Promise<KindCompared> {
  const common = Math.min(source.major, target.major);
  const atSource = { server: source.major, common };
  const atTarget = { server: target.major, common };
  const [here, there] = await both(readBuckets(source, kind, atSource), readBuckets(target, kind, atTarget));
  const differences: Difference[] = [];
  for (const buckets of differing(here, there)) {
    const [held, found] = await both(
      readItems(source, kind, atSource, buckets),
      readItems(target, kind, atTarget, buckets),
    );
    const unequal = compareItems(held, found, database);
    differences.push(...(await settleDefinitions(target.session, kind, unequal)));
  }
  return {
    differences: differences.sort((a, b) => byCodeUnit(a.identity, b.identity)),
    objects: [...here.values()].reduce((sum, { items }) => sum + items, 0),
  };
}

/** The buckets that are not the same on both sides, as many together as hold a bounded number of items. */
function differing(here: Buckets, there: Buckets): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const bucket of new Set([...here.keys(), ...there.keys()])) {
    if (here.get(bucket)?.digest === there.get(bucket)?.digest) continue;
    const items = Math.max(here.get(bucket)?.items ?? 0, there.get(bucket)?.items ?? 0);
    if (items > room) {
      batches.push([]);
      room = mostItemsAtOnce;
    }
    batches.at(-1)?.push(bucket);
    room -= items;
  }
  return batches;
}

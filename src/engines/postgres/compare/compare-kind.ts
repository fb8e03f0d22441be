import { both } from "./both.ts";
import { compareItems } from "./compare-items.ts";
import type { Difference } from "./inventory.ts";
import type { Kind } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
import { readDigests, type Digests } from "./read-digests.ts";
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

const batchSize = 1000;

/** Looks at everything as digests first, and then at what those of the two sides tell apart. */
export async function compareKind(kind: Kind, { source, target, database }: TwoSides): Promise<KindCompared> {
  const common = Math.min(source.major, target.major);
  const atSource = { server: source.major, common };
  const atTarget = { server: target.major, common };
  const [here, there] = await both(readDigests(source, kind, atSource), readDigests(target, kind, atTarget));
  const differences: Difference[] = [];
  for (const identities of batches(toldApart(here, there), source.bytes || target.bytes)) {
    const [held, found] = await both(
      readItems(source, kind, atSource, identities),
      readItems(target, kind, atTarget, identities),
    );
    differences.push(...(await settleDefinitions(target.session, kind, compareItems(held, found, database))));
  }
  return { differences, objects: [...here.values()].reduce((sum, { length }) => sum + length, 0) };
}

/** In a fixed order, so that the same differences are always told alike. */
function toldApart(here: Digests, there: Digests): string[] {
  const identities = new Set([...here.keys(), ...there.keys()]);
  return [...identities]
    .filter((identity) => here.get(identity)?.join() !== there.get(identity)?.join())
    .sort();
}

/** Bytes that are no text cannot be sent in a query, so where there may be any, everything is read. */
function batches(identities: readonly string[], bytes: boolean): readonly (readonly string[] | undefined)[] {
  if (bytes) return identities.length > 0 ? [undefined] : [];
  return Array.from({ length: Math.ceil(identities.length / batchSize) }, (_, batch) =>
    identities.slice(batch * batchSize, (batch + 1) * batchSize),
  );
}

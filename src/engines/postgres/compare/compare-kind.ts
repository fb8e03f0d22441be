import { both } from "./both.ts";
import { compareItems } from "./compare-items.ts";
import type { Difference } from "./inventory.ts";
import type { Kind } from "./kind.ts";
import type { PinnedSession } from "./pin-session.ts";
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

export async function compareKind(kind: Kind, { source, target, database }: TwoSides): Promise<KindCompared> {
  const common = Math.min(source.major, target.major);
  const [held, found] = await both(
    readItems(source, kind, { server: source.major, common }),
    readItems(target, kind, { server: target.major, common }),
  );
  const differences = compareItems(held, found, database);
  return { differences: await settleDefinitions(target.session, kind, differences), objects: held.length };
}

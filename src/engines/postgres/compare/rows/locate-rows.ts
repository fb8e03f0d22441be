import { both } from "../both.ts";
import { byCodeUnit } from "../by-code-unit.ts";
import type { RowsDiffer } from "../inventory.ts";
import type { PinnedSession } from "../pin-session.ts";
import type { Holder } from "./holder.ts";
import { readKey } from "./read-key.ts";
import { readParts, readRows, type KeyedHolder, type Part } from "./read-parts.ts";

/** How many rows of a side may be in memory. */
const mostRows = 20_000;
const mostNamed = 5;
const deepest = 4;

export interface BothHolders {
  readonly source: PinnedSession;
  readonly target: PinnedSession;
  readonly here: Holder;
  readonly there: Holder;
}

export type RowsLocated = Pick<RowsDiffer, "key" | "named" | "count" | "exact">;

/**
 * Which rows are not the same, by their keys: the rows are dealt into parts by their keys' hashes, and only parts that are
 * not the same on both sides are read. A part too large for that is dealt once more.
 */
export async function locateRows(sides: BothHolders): Promise<RowsLocated> {
  const { source, target, here, there } = sides;
  const key = await readKey(source, here);
  const unknown = { key, named: [], count: 0, exact: false };
  // Columns that only one side has are told by their own kind, and make every row differ.
  if (key.length === 0 || here.columns.join() !== there.columns.join()) return unknown;
  const [keyedHere, keyedThere] = [
    { holder: here, key },
    { holder: there, key },
  ];
  let path: readonly number[] = [];
  let passedOver = 0;
  for (;;) {
    const [held, found] = await both(readParts(source, keyedHere, path), readParts(target, keyedThere, path));
    const unequal = differing(held, found);
    const [first] = unequal;
    if (first === undefined) return unknown;
    const near = path.length === deepest ? [first] : readable(unequal);
    if (near.length > 0) {
      const where = { path, parts: near.map(({ part }) => part) };
      passedOver += unequal.length - near.length;
      return told(key, await readBoth(sides, [keyedHere, keyedThere], where), passedOver);
    }
    // In each part that is passed over at least one row is not the same.
    passedOver += unequal.length - 1;
    path = [...path, first.part];
  }
}

type Rows = ReadonlyMap<string, { readonly key: string; readonly row: string }>;

function readBoth(
  { source, target }: BothHolders,
  [here, there]: readonly [KeyedHolder, KeyedHolder],
  where: { readonly path: readonly number[]; readonly parts: readonly number[] },
): Promise<[Rows, Rows]> {
  return both(readRows(source, here, where), readRows(target, there, where));
}

interface Unequal {
  readonly part: number;
  readonly rows: number;
}

function differing(held: ReadonlyMap<number, Part>, found: ReadonlyMap<number, Part>): Unequal[] {
  return [...new Set([...held.keys(), ...found.keys()])]
    .filter((part) => held.get(part)?.sums !== found.get(part)?.sums)
    .map((part) => ({ part, rows: Math.max(held.get(part)?.rows ?? 0, found.get(part)?.rows ?? 0) }))
    .sort((a, b) => a.rows - b.rows);
}

/** As many of them, the smallest first, as may be in memory at once. */
function readable(unequal: readonly Unequal[]): readonly Unequal[] {
  let room = mostRows;
  return unequal.filter(({ rows }) => (room -= rows) >= 0);
}

function told(key: readonly string[], [held, found]: [Rows, Rows], passedOver: number): RowsLocated {
  const all = [...new Set([...held.keys(), ...found.keys()])].flatMap(
    (id): RowsLocated["named"][number][] => {
      const [here, there] = [held.get(id), found.get(id)];
      if (here === undefined) {
        return there === undefined ? [] : [{ key: there.key, how: "in the target alone" }];
      }
      if (there === undefined) return [{ key: here.key, how: "missing in the target" }];
      return here.row === there.row ? [] : [{ key: here.key, how: "not the same" }];
    },
  );
  return {
    key,
    named: all.sort((a, b) => byCodeUnit(a.key, b.key)).slice(0, mostNamed),
    count: all.length + passedOver,
    exact: passedOver === 0,
  };
}

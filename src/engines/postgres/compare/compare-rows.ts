import { both } from "./both.ts";
import { compareItems } from "./compare-items.ts";
import type { TwoSides } from "./compare-kind.ts";
import type { Difference, Item, Side } from "./inventory.ts";
import type { Holder } from "./rows/holder.ts";
import { largeObjectRows } from "./rows/large-object-rows.ts";
import { locateRows } from "./rows/locate-rows.ts";
import { measureRows, type RowsWish } from "./rows/measure-rows.ts";
import { readContentHolders } from "./rows/read-holders.ts";

export interface CompareRowsWish extends Pick<RowsWish, "content" | "jobs"> {
  /** Opens another session with the database that is compared. */
  readonly open?: (side: Side) => ReturnType<NonNullable<RowsWish["open"]>>;
  /** What was measured in the source before, with the same wish; nobody wrote to it since. */
  readonly measured?: readonly Item[];
}

export interface RowsCompared {
  readonly differences: readonly Difference[];
  readonly tables: number;
  readonly rows: bigint;
}

/** How many tables with other rows are looked into for which rows these are. */
const mostLocated = 20;

/** The rows of one database on both sides, both read at once. */
export async function compareRows(sides: TwoSides, wish: CompareRowsWish): Promise<RowsCompared> {
  const { source, target, database } = sides;
  const { content, jobs, open } = wish;
  const of = (side: Side): RowsWish => ({
    content,
    jobs,
    ...(open === undefined ? {} : { open: () => open(side) }),
  });
  const [here, there] = await both(
    wish.measured === undefined ? measureRows(source, of("source")) : Promise.resolve(wish.measured),
    measureRows(target, of("target")),
  );
  const compared = compareItems(here, there, database);
  const tables = here.filter(({ kind }) => kind !== largeObjectRows.kind);
  return {
    differences: await withRowsNamed(compared, sides),
    tables: tables.length,
    rows: tables.reduce((sum, { properties }) => sum + BigInt(properties["rows"] ?? 0), 0n),
  };
}

/** In the place of each fingerprint that differs, which rows differ. */
async function withRowsNamed(
  differences: readonly Difference[],
  { source, target }: TwoSides,
): Promise<Difference[]> {
  const unequal = differences.filter(isContent);
  if (unequal.length === 0) return [...differences];
  const [here, there] = await both(byIdentity(source), byIdentity(target));
  const named = new Map<Difference, Difference>();
  for (const difference of unequal) {
    const { kind, identity, database } = difference;
    const [held, found] = [here.get(identity), there.get(identity)];
    const within = database === undefined ? {} : { database };
    const unknown = { key: [], named: [], count: 0, exact: false };
    const located =
      named.size < mostLocated && held !== undefined && found !== undefined
        ? await locateRows({ source, target, here: held, there: found })
        : unknown;
    named.set(difference, { kind, identity, ...within, what: "rows differ", ...located });
  }
  return differences.map((difference) => named.get(difference) ?? difference);
}

const isContent = (difference: Difference): boolean =>
  difference.what === "differs" && difference.property === "content";

async function byIdentity(pinned: TwoSides["source"]): Promise<ReadonlyMap<string, Holder>> {
  return new Map((await readContentHolders(pinned)).map((holder) => [holder.identity, holder]));
}

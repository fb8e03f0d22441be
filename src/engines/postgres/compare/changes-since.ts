import { invariant } from "../../../core/errors.ts";
import { byCodeUnit } from "./by-code-unit.ts";
import { compareItems } from "./compare-items.ts";
import { describeChange } from "./describe-change.ts";
import { closedDatabase, measures, type Group } from "./fingerprint.ts";
import type { Difference } from "./inventory.ts";
import { withoutParts } from "./without-parts.ts";

const mostNamed = 100;

export interface ChangesSince {
  /** The first hundred, each in one line that is safe for a terminal. */
  readonly named: readonly string[];
  readonly count: number;
  readonly objects: number;
  /** Databases that cannot be looked into now. */
  readonly closed: readonly string[];
}

/**
 * What a server holds now against what it held when a fingerprint was taken of it, group by group. Both tell their
 * groups in the same order, but for databases that came or went.
 */
export async function changesSince(
  kept: AsyncIterable<Group>,
  now: AsyncIterable<Group>,
): Promise<ChangesSince> {
  const named: string[] = [];
  const closed: string[] = [];
  let count = 0;
  let objects = 0;
  let found: { readonly database: string | undefined; readonly differences: Difference[] } | undefined;
  const tell = (): void => {
    const differences = withoutParts(found?.differences ?? []);
    count += differences.length;
    named.push(...differences.slice(0, mostNamed - named.length).map(describeChange));
  };
  await inStep(kept, now, (was, is) => {
    const { database } = is;
    if (found?.database !== database || found === undefined) {
      tell();
      found = { database, differences: [] };
    }
    if (was.of === closedDatabase || is.of === closedDatabase) {
      closed.push(database ?? "");
      return;
    }
    if (!isMeasured(is)) objects += is.items.length;
    found.differences.push(...unequal(was, is));
  });
  tell();
  return { named, count, objects, closed };
}

/** A database on one side only is told by the cluster's own group; what is in it is passed over. */
async function inStep(
  kept: AsyncIterable<Group>,
  now: AsyncIterable<Group>,
  compare: (was: Group, is: Group) => void,
): Promise<void> {
  const [before, after] = [kept[Symbol.asyncIterator](), now[Symbol.asyncIterator]()];
  try {
    let [was, is] = [await before.next(), await after.next()];
    while (was.done !== true && is.done !== true) {
      const order = byDatabase(was.value, is.value);
      if (order === 0) {
        const looked = was.value.of !== closedDatabase && is.value.of !== closedDatabase;
        invariant(!looked || was.value.of === is.value.of, "both are asked for the same of a database");
        compare(was.value, is.value);
      }
      const [passBefore, passAfter] = [order <= 0, order >= 0];
      if (passBefore) was = await before.next();
      if (passAfter) is = await after.next();
    }
  } finally {
    await before.return?.();
    await after.return?.();
  }
}

/** The cluster first, then as fingerprints order them. */
function byDatabase({ database: a }: Group, { database: b }: Group): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return byCodeUnit(a, b);
}

const isMeasured = ({ of }: Group): boolean => measures.includes(of);

/**
 * What is measured of an item that came or went, its own kind has told. Where the number of rows is another, so is their
 * content; and a materialized view's rows are lawfully computed anew by whoever refreshes or restores it.
 */
function unequal(was: Group, is: Group): Difference[] {
  const found = compareItems(was.items, is.items, was.database);
  if (!isMeasured(was)) return found;
  const counted = new Set(found.filter(isOf("rows")).map(({ identity }) => identity));
  return found.filter(
    (difference) =>
      difference.what === "differs" &&
      difference.kind !== "materialized view" &&
      !(isOf("content")(difference) && counted.has(difference.identity)),
  );
}

const isOf =
  (property: string) =>
  (difference: Difference): boolean =>
    difference.what === "differs" && difference.property === property;

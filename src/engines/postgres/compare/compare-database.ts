import { both } from "./both.ts";
import { compareItems } from "./compare-items.ts";
import { compareKind, type TwoSides } from "./compare-kind.ts";
import { compareRows, type CompareRowsWish } from "./compare-rows.ts";
import type { Difference } from "./inventory.ts";
import { databaseKinds } from "./kinds.ts";
import { measureSequences } from "./measure-sequences.ts";
import { withoutParts } from "./without-parts.ts";

export interface DatabaseCompared {
  readonly differences: readonly Difference[];
  readonly objects: number;
  readonly tables: number;
  readonly rows: bigint;
}

/** Everything one database holds, on both sides: kind by kind, so that only one is in memory at a time. */
export async function compareDatabase(
  sides: TwoSides,
  wish: CompareRowsWish = { content: true, jobs: 1 },
): Promise<DatabaseCompared> {
  const differences: Difference[] = [];
  let objects = 0;
  for (const kind of databaseKinds) {
    const compared = await compareKind(kind, sides);
    differences.push(...compared.differences);
    objects += compared.objects;
  }
  const [here, there] = await both(measureSequences(sides.source), measureSequences(sides.target));
  const positions = compareItems(here, there, sides.database);
  const rows = await compareRows(sides, wish);
  const told = new Set(differences.map(subject));
  return {
    differences: [
      ...withoutParts(differences),
      ...[...positions, ...rows.differences].filter((found) => isNew(found, told)),
    ],
    objects,
    tables: rows.tables,
    rows: rows.rows,
  };
}

/**
 * What is there on one side only, or cannot be measured on one side, its own kind has told. New relations in the target
 * that none of them told belong to an extension.
 */
function isNew(found: Difference, told: ReadonlySet<string>): boolean {
  if (found.what === "missing in the target") return !told.has(subject(found));
  return found.what !== "unexpected in the target";
}

const subject = ({ kind, identity }: Difference): string => JSON.stringify([kind, identity]);

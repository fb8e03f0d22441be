import { both } from "./both.ts";
import { compareItems } from "./compare-items.ts";
import { compareKind, type TwoSides } from "./compare-kind.ts";
import type { Difference, Item } from "./inventory.ts";
import { databaseKinds } from "./kinds.ts";
import { withoutParts } from "./without-parts.ts";
import { measure, rowCounts, sequencePositions, type Measure } from "./measure.ts";

export interface DatabaseCompared {
  readonly differences: readonly Difference[];
  readonly objects: number;
  readonly tables: number;
  readonly rows: bigint;
}

/** Everything one database holds, on both sides: kind by kind, so that only one is in memory at a time. */
export async function compareDatabase(sides: TwoSides): Promise<DatabaseCompared> {
  const differences: Difference[] = [];
  let objects = 0;
  for (const kind of databaseKinds) {
    const compared = await compareKind(kind, sides);
    differences.push(...compared.differences);
    objects += compared.objects;
  }
  const positions = await compareMeasure(sequencePositions, sides, differences);
  const counts = await compareMeasure(rowCounts, sides, differences);
  return {
    differences: [...withoutParts(differences), ...positions.differences, ...counts.differences],
    objects,
    tables: counts.source.length,
    rows: counts.source.reduce((sum, item) => sum + BigInt(item.properties["rows"] ?? 0), 0n),
  };
}

/**
 * What is there on one side only, or cannot be measured on one side, its own kind has told. New relations in the target
 * that none of them told belong to an extension.
 */
async function compareMeasure(
  wanted: Measure,
  { source, target, database }: TwoSides,
  known: readonly Difference[],
): Promise<{ differences: Difference[]; source: readonly Item[] }> {
  const [here, there] = await both(measure(source, wanted), measure(target, wanted));
  const told = new Set(known.map(subject));
  const differences = compareItems(here, there, database).filter(
    (found) =>
      found.what === "differs" || (found.what === "missing in the target" && !told.has(subject(found))),
  );
  return { differences, source: here };
}

const subject = ({ kind, identity }: Difference): string => JSON.stringify([kind, identity]);

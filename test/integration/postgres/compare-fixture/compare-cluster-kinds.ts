import { compareKind, type TwoSides } from "../../../../src/engines/postgres/compare/compare-kind.ts";
import type { Difference } from "../../../../src/engines/postgres/compare/inventory.ts";
import { clusterKinds } from "../../../../src/engines/postgres/compare/kinds.ts";

/** What differs of what belongs to the clusters as a whole. */
export async function compareClusterKinds(sides: TwoSides): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const kind of clusterKinds) {
    differences.push(
      ...(await compareKind(kind, { source: sides.source, target: sides.target })).differences,
    );
  }
  return differences;
}

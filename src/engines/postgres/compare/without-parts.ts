import type { Difference, OnOneSide } from "./inventory.ts";

const wholes: ReadonlySet<string> = new Set(["table", "view", "materialized view", "type"]);

/** Leaves out the columns, indexes and the like of a relation that as a whole is on one side only. */
export function withoutParts(differences: readonly Difference[]): Difference[] {
  const told = new Set(differences.filter(isOnOneSide).filter(isWhole).map(relationOf));
  return differences.filter(
    (difference) => !isOnOneSide(difference) || isWhole(difference) || !told.has(relationOf(difference)),
  );
}

const isOnOneSide = (difference: Difference): difference is OnOneSide => "item" in difference;

const isWhole = ({ kind, item }: OnOneSide): boolean =>
  wholes.has(kind) && typeof item.address["relation"] === "string";

const relationOf = ({ what, item }: OnOneSide): string => `${what} ${String(item.address["relation"])}`;

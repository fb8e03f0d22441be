import type { Item, PropertyDiffers } from "../../../../../src/engines/postgres/compare/inventory.ts";

export const someItem = (identity: string, properties: Item["properties"] = {}, kind = "table"): Item => ({
  kind,
  identity,
  properties,
  address: {},
});

export function someDifference(changes: Partial<PropertyDiffers> = {}): PropertyDiffers {
  const {
    kind = "table",
    identity = "public.orders",
    property = "owner",
    source = "a",
    target = "b",
  } = changes;
  return {
    what: "differs",
    kind,
    identity,
    property,
    source,
    target,
    sourceItem: someItem(identity, { [property]: source }, kind),
    targetItem: someItem(identity, { [property]: target }, kind),
    ...changes,
  };
}

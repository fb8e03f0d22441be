import { invariant } from "../../../core/errors.ts";
import { byCodeUnit } from "./by-code-unit.ts";
import type { Difference, Item } from "./inventory.ts";

/**
 * What differs between what the two sides hold, in an order that does not depend on theirs. Items of the same identity
 * are compared one by one, so that a second one of the same name never hides behind the first.
 */
export function compareItems(
  source: readonly Item[],
  target: readonly Item[],
  database?: string,
): Difference[] {
  const within = database === undefined ? {} : { database };
  const targets = grouped(target);
  const sources = grouped(source);
  const keys = [...new Set([...sources.keys(), ...targets.keys()])].sort(byCodeUnit);
  return keys.flatMap((key) => {
    const [here, there] = [sources.get(key) ?? [], targets.get(key) ?? []];
    return Array.from({ length: Math.max(here.length, there.length) }, (_, place) =>
      compareOne(here[place], there[place]),
    )
      .flat()
      .map((difference) => ({ ...difference, ...within }));
  });
}

function compareOne(source: Item | undefined, target: Item | undefined): Difference[] {
  if (source !== undefined && target !== undefined) return compareProperties(source, target);
  if (source !== undefined) return [{ ...subject(source), what: "missing in the target", item: source }];
  if (target !== undefined) return [{ ...subject(target), what: "unexpected in the target", item: target }];
  return [];
}

function compareProperties(sourceItem: Item, targetItem: Item): Difference[] {
  const properties = Object.keys(sourceItem.properties);
  invariant(
    properties.length === Object.keys(targetItem.properties).length,
    `both servers are asked for the same of a ${sourceItem.kind}`,
  );
  return properties.flatMap((property): Difference[] => {
    const source = sourceItem.properties[property];
    const target = targetItem.properties[property];
    invariant(
      source !== undefined && target !== undefined,
      `both sides tell the ${property} of a ${sourceItem.kind}`,
    );
    if (source === target) return [];
    return [{ ...subject(sourceItem), what: "differs", property, source, target, sourceItem, targetItem }];
  });
}

const subject = ({ kind, identity }: Item): { kind: string; identity: string } => ({ kind, identity });

function grouped(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify([item.kind, item.identity]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  for (const group of groups.values()) {
    if (group.length > 1) group.sort((a, b) => byCodeUnit(canonical(a), canonical(b)));
  }
  return groups;
}

const canonical = (item: Item): string => JSON.stringify(Object.entries(item.properties).sort());

import { describe, expect, test } from "vitest";
import { fc } from "../../../../support/fuzz.ts";
import { compareItems } from "../../../../../src/engines/postgres/compare/compare-items.ts";
import type { Difference, Item } from "../../../../../src/engines/postgres/compare/inventory.ts";
import { someItem } from "./some-item.ts";

const told = (differences: readonly Difference[]): string[] =>
  differences.map(({ identity, ...difference }) =>
    difference.what === "differs" ? `${identity} ${difference.property}` : `${identity} ${difference.what}`,
  );

const items = fc.array(
  fc.record({
    identity: fc.constantFrom("a", "b", "c"),
    owner: fc.option(fc.constantFrom("x", "y")),
    rows: fc.constantFrom("1", "2"),
  }),
  { maxLength: 6 },
);

const toItems = (rows: readonly { identity: string; owner: string | null; rows: string }[]): Item[] =>
  rows.map(({ identity, owner, rows: count }) => someItem(identity, { owner, rows: count }));

describe("two sides", () => {
  test("that hold the same have no difference, in whatever order", () => {
    const [a, b] = [someItem("a", { owner: "x" }), someItem("b", { owner: null })];
    expect(compareItems([a, b], [b, a])).toEqual([]);
  });

  test("differ by what one of them lacks", () => {
    const found = compareItems([someItem("b"), someItem("a")], [someItem("c"), someItem("b")]);
    expect(told(found)).toEqual(["a missing in the target", "c unexpected in the target"]);
  });

  test("differ by each property that is not the same, and nothing is not an empty text", () => {
    const found = compareItems(
      [someItem("a", { owner: "x", comment: null, rows: "1" })],
      [someItem("a", { owner: "y", comment: "", rows: "1" })],
      "shop",
    );
    expect(found).toMatchObject([
      { database: "shop", property: "owner", source: "x", target: "y" },
      { database: "shop", property: "comment", source: null, target: "" },
    ]);
  });

  test("of which one has a thing twice differ", () => {
    const [a, b] = [someItem("a", { owner: "x" }), someItem("a", { owner: "y" })];
    expect(told(compareItems([a, b], [b]))).toContain("a missing in the target");
    expect(compareItems([a, b], [b, a])).toEqual([]);
  });

  test("are never asked for different properties", () => {
    expect(() => compareItems([someItem("a", { owner: "x" })], [someItem("a", { rows: "1" })])).toThrow(
      "owner",
    );
    expect(() => compareItems([someItem("a", { owner: "x" })], [someItem("a", {})])).toThrow("the same");
  });
});

describe("whatever two sides hold", () => {
  test("they are the same exactly when nothing is found", () => {
    const canonical = (side: Item[]): string[] =>
      side.map(({ identity, properties }) => JSON.stringify([identity, properties])).sort();
    fc.assert(
      fc.property(items, items, (a, b) => {
        const [source, target] = [toItems(a), toItems(b)];
        const same = JSON.stringify(canonical(source)) === JSON.stringify(canonical(target));
        expect(compareItems(source, target).length === 0).toBe(same);
      }),
    );
  });

  test("what is found does not depend on the order they are read in", () => {
    fc.assert(
      fc.property(items, items, (a, b) => {
        const found = compareItems(toItems(a), toItems(b));
        expect(compareItems(toItems(a).reverse(), toItems(b).reverse())).toEqual(found);
      }),
    );
  });
});

import { expect, test } from "vitest";
import type { Difference, Item } from "../../../../../src/engines/postgres/compare/inventory.ts";
import { withoutParts } from "../../../../../src/engines/postgres/compare/without-parts.ts";

const missing = (kind: string, identity: string, relation?: string): Difference => {
  const item: Item = { kind, identity, properties: {}, address: relation === undefined ? {} : { relation } };
  return { kind, identity, what: "missing in the target", item };
};

test("a table that is missing is named once, without its columns and indexes", () => {
  const differences = [
    missing("table", "t", "t"),
    missing("column", "t.a", "t"),
    missing("index", "t_pkey", "t"),
  ];
  expect(withoutParts(differences)).toEqual(differences.slice(0, 1));
});

test("a column that is missing from a table that is there is named", () => {
  const differences = [missing("table", "t", "t"), missing("column", "u.a", "u"), missing("sequence", "s")];
  expect(withoutParts(differences)).toEqual(differences);
});

test("an unexpected table does not hide what is missing under its name", () => {
  const table = { ...missing("table", "t", "t"), what: "unexpected in the target" } as Difference;
  const differences = [table, missing("column", "t.a", "t")];
  expect(withoutParts(differences)).toEqual(differences);
});

import { describe, expect, test } from "vitest";
import { describeDifference } from "../../../../../src/engines/postgres/compare/describe-difference.ts";
import { someDifference, someItem } from "./some-item.ts";

describe("a difference", () => {
  test("in the number of rows reads like a sentence", () => {
    const rows = someDifference({ database: "shop", property: "rows", source: "10", target: "9" });
    expect(describeDifference(rows)).toBe(
      'Database "shop": table public.orders has 9 rows in the target, 10 in the source',
    );
  });

  test("in a property shows both values", () => {
    expect(describeDifference(someDifference({ kind: "role", identity: "alice", source: null }))).toBe(
      'Role alice: owner "b" in the target, nothing in the source',
    );
  });

  test("in what may hold a secret shows neither", () => {
    const secret = someDifference({ property: "password", source: "sha256:aa", target: "sha256:bb" });
    expect(describeDifference(secret)).toBe("Table public.orders: password differs, and is not shown");
    expect(describeDifference({ ...secret, target: null })).not.toContain("sha256");
  });

  test("in a long text shows where the two part", () => {
    const [source, target] = [`${"x".repeat(5000)}HERE${"y".repeat(300)}`, `${"x".repeat(5000)}THERE`];
    const text = describeDifference(someDifference({ property: "definition", source, target }));
    expect(text).toContain("THERE");
    expect(text).toMatch(/…"x+HERE/);
    expect(text.length).toBeLessThan(600);
  });

  test("of a thing on one side says on which", () => {
    const item = someItem("public.i", {}, "index");
    const one = { database: "a\u001b[2Jb", kind: "index", identity: "public.i", item };
    expect(describeDifference({ ...one, what: "missing in the target" })).toBe(
      'Database "a\\x1b[2Jb": index public.i is missing in the target',
    );
    expect(describeDifference({ ...one, what: "unexpected in the target" })).toContain(
      "is in the target alone",
    );
  });

  test("that could not be looked for says why", () => {
    const closed = { kind: "database", identity: "x", what: "not compared", reason: "it is shut" } as const;
    expect(describeDifference(closed)).toBe("Database x could not be compared: it is shut");
  });
});

import { describe, expect, test } from "vitest";
import type { Difference } from "../../../../../src/engines/postgres/compare/inventory.ts";
import {
  findLawfulReason,
  lawfulDifferences,
  type Pair,
} from "../../../../../src/engines/postgres/compare/lawful-differences.ts";
import { someDifference, someItem } from "./some-item.ts";

const all = "DELETE,INSERT,REFERENCES,SELECT,TRIGGER,TRUNCATE,UPDATE";
const allAndMaintain = "DELETE,INSERT,MAINTAIN,REFERENCES,SELECT,TRIGGER,TRUNCATE,UPDATE";

const privileges = (kind: string, source: string, target: string): Difference =>
  someDifference({ kind, property: "privileges", source, target });

const index = (valid: string): Difference => ({
  kind: "index",
  identity: "public.i",
  what: "missing in the target",
  item: someItem("public.i", { valid }, "index"),
});

const position = (inherits: string): Difference =>
  someDifference({
    kind: "column",
    property: "position",
    sourceItem: { ...someItem("public.t.a", {}, "column"), address: { inherits } },
  });

interface Example {
  readonly row: string;
  readonly pair: Pair;
  readonly lawful: Difference;
  /** The nearest that is none, or the same between majors that have no such reason. */
  readonly not: Difference | Pair;
}

const upTo = (target: number, source = 15): Pair => ({ source, target });

const examples: readonly Example[] = [
  {
    row: "extension version",
    pair: upTo(16),
    lawful: someDifference({ kind: "extension", property: "version" }),
    not: someDifference({ kind: "extension", property: "schema" }),
  },
  {
    row: "extension owner",
    pair: upTo(16),
    lawful: someDifference({ kind: "extension", property: "owner" }),
    not: someDifference({ kind: "schema", property: "owner" }),
  },
  {
    row: "extension's text",
    pair: upTo(16),
    lawful: someDifference({ kind: "extension's", property: "text" }),
    not: someDifference({ kind: "comment on", property: "text" }),
  },
  {
    row: "extension's as a whole",
    pair: upTo(16),
    lawful: { ...index("true"), kind: "extension's" },
    not: { ...index("true"), kind: "row security of" },
  },
  { row: "index as a whole", pair: upTo(16), lawful: index("false"), not: index("true") },
  { row: "column position", pair: upTo(16), lawful: position("true"), not: position("false") },
  {
    row: "materialized view rows",
    pair: upTo(16),
    lawful: someDifference({ kind: "materialized view", property: "rows", source: "400", target: "399" }),
    not: someDifference({ kind: "table", property: "rows", source: "400", target: "399" }),
  },
  {
    row: "subscription enabled",
    pair: upTo(16),
    lawful: someDifference({ kind: "subscription", property: "enabled", source: "true", target: "false" }),
    not: someDifference({ kind: "subscription", property: "enabled", source: "false", target: "true" }),
  },
  ...["table", "view", "materialized view", "default privileges"].map((kind): Example => ({
    row: `${kind} privileges`,
    pair: upTo(17),
    lawful: privileges(kind, `a=${all}, b=SELECT`, `a=${allAndMaintain}, b=SELECT`),
    not: privileges(kind, `a=${all}, b=SELECT`, `a=${allAndMaintain}, b=MAINTAIN,SELECT`),
  })),
  {
    row: "changed privileges on granted",
    pair: upTo(17),
    lawful: someDifference({
      kind: "changed privileges on",
      property: "granted",
      source: all.replaceAll(
        /([A-Z]+)(,?)/g,
        (_, word: string, comma: string) => `a=${word}${comma && ", "}`,
      ),
      target: allAndMaintain.replaceAll(
        /([A-Z]+)(,?)/g,
        (_, word: string, comma: string) => `a=${word}${comma && ", "}`,
      ),
    }),
    not: upTo(16),
  },
];

describe("a lawful difference", () => {
  test.for(examples)("of $row is told with its reason, and its neighbour is not", ({ pair, lawful, not }) => {
    expect(findLawfulReason(lawful, pair)).toEqual(expect.any(String));
    expect("what" in not ? findLawfulReason(not, pair) : findLawfulReason(lawful, not)).toBeUndefined();
  });

  test("is in a table short enough to be reviewed, with an example for every row", () => {
    expect(lawfulDifferences.length).toBeLessThanOrEqual(25);
    expect(examples.map(({ row }) => row)).toEqual(
      lawfulDifferences.map(({ kind, property = "as a whole" }) => `${kind} ${property}`),
    );
  });

  test("is never what could not be compared", () => {
    const closed: Difference = { kind: "index", identity: "i", what: "not compared", reason: "closed" };
    expect(findLawfulReason(closed, upTo(17))).toBeUndefined();
  });
});

describe("the privilege that is new in 17", () => {
  test.for([
    ["somebody without the others got it", `a=${all}, b=SELECT`, `a=${all}, b=MAINTAIN,SELECT`],
    ["another is gone", `a=${all}, b=SELECT`, `a=${allAndMaintain}`],
    ["another came with it", `a=${all}`, `a=${allAndMaintain}, b=SELECT`],
    ["it may be granted on, and the others may not", `a=${all}`, `a=${all},MAINTAIN*`],
    ["a role is named like it", "a=SELECT", `a=SELECT, "b=MAINTAIN"=SELECT`],
  ])("is no excuse where %s", ([, source = "", target = ""]) => {
    expect(findLawfulReason(privileges("table", source, target), upTo(17))).toBeUndefined();
  });

  test("is its owner's whatever was revoked from the owner, and only the owner's", () => {
    const difference = (owner: string, mark: string): Difference =>
      someDifference({
        property: "privileges",
        source: `a=INSERT${mark},SELECT${mark}`,
        target: `a=INSERT${mark},MAINTAIN${mark},SELECT${mark}`,
        targetItem: someItem("public.orders", { owner }),
      });
    for (const mark of ["", "/a"]) {
      expect(findLawfulReason(difference("a", mark), upTo(17))).toBeDefined();
      expect(findLawfulReason(difference("b", mark), upTo(17))).toBeUndefined();
    }
  });

  test("goes with the grant option and with who granted", () => {
    const granted = (words: string, mark: string): string => words.replaceAll(/[A-Z]+/g, `$&${mark}`);
    for (const mark of ["*", "/owner", "*/owner"]) {
      const difference = privileges("table", `a=${granted(all, mark)}`, `a=${granted(allAndMaintain, mark)}`);
      expect(findLawfulReason(difference, upTo(17))).toBeDefined();
    }
  });
});

import { expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import type { GraphStep } from "../../../src/core/graph.ts";
import { graphLanes } from "../../../src/report/graph-lanes.ts";

const step = (
  id: string,
  needs: readonly string[] = [],
  kind: GraphStep["kind"] = "compensable",
): GraphStep => ({
  id,
  kind,
  phase: "cutover",
  needs,
  after: [],
  verifies: false,
});

test("a chain is one line down", () => {
  expect(graphLanes([step("a"), step("b", ["a"]), step("c", ["b"])])).toEqual(["●", "●", "●"]);
});

test("what runs beside each other stands beside each other, and is joined where it is waited for", () => {
  const steps = [
    step("a", [], "check"),
    step("b", [], "check"),
    step("c", ["a", "b"]),
    step("d", ["c"], "pivot"),
  ];
  expect(graphLanes(steps)).toEqual(["○", "│ ○", "●─┘", "◆"]);
});

test("a line that others still wait for goes on past the step it is joined to", () => {
  const steps = [step("a"), step("b", ["a"]), step("c", ["a"]), step("d", ["b", "c"], "retryable")];
  expect(graphLanes(steps)).toEqual(["●", "├─●", "● │", "◇─┘"]);
});

test("a line that only passes by interrupts the joint", () => {
  const steps = [step("a"), step("b", ["a"]), step("c", ["a"]), step("d", ["a"]), step("e", ["b", "c", "d"])];
  expect(graphLanes(steps)).toEqual(["●", "├─●", "├─│─●", "● │ │", "●─┴─┘"]);
});

test("an edge that another path implies is not drawn", () => {
  expect(graphLanes([step("a"), step("b", ["a"]), step("c", ["a", "b"])])).toEqual(["●", "●", "●"]);
});

test("every graph gets one row a step with one mark in it, and no line is left open at the end", () => {
  const graph = fc
    .array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
    .map((edges) =>
      edges.map((needs, index) =>
        step(
          `s${index}`,
          [...new Set(needs.filter((n) => n < index))].map((n) => `s${n}`),
        ),
      ),
    );
  fc.assert(
    fc.property(graph, (steps) => {
      const rows = graphLanes(steps);
      expect(rows).toHaveLength(steps.length);
      for (const row of rows) expect(row.match(/●/g)).toHaveLength(1);
      expect(rows.at(-1)).not.toMatch(/[│├┼┤]/);
    }),
  );
});

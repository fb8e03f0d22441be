import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { ancestorsOf, dependantsOf, edgesInto, inOrder, type GraphStep } from "../../../src/core/graph.ts";
import { shuffledAcyclic, step } from "./graph-samples.ts";

const idsInOrder = (graph: readonly GraphStep[]): string[] => {
  const result = inOrder(graph);
  return "order" in result
    ? result.order.map(({ id }) => id)
    : expect.fail(`a cycle: ${result.cycle.join(" ")}`);
};

const cycleIn = (graph: readonly GraphStep[]): string[] => {
  const result = inOrder(graph);
  return "cycle" in result ? result.cycle : expect.fail("no cycle was found");
};

describe("the order of steps", () => {
  test("is the written one where the edges allow it", () => {
    expect(idsInOrder([step("c"), step("a"), step("b", { needs: ["c"] })])).toEqual(["c", "a", "b"]);
  });

  test("puts a step behind what it needs and behind what it follows", () => {
    const graph = [step("last", { after: ["middle"] }), step("middle", { needs: ["first"] }), step("first")];
    expect(idsInOrder(graph)).toEqual(["first", "middle", "last"]);
  });

  test("of nothing is nothing", () => {
    expect(idsInOrder([])).toEqual([]);
  });

  test("holds every step once, behind all its edges, whatever the graph", () => {
    fc.assert(
      fc.property(shuffledAcyclic, (graph) => {
        const ids = idsInOrder(graph);
        expect([...ids].sort()).toEqual(graph.map(({ id }) => id).sort());
        for (const each of graph) {
          for (const before of edgesInto(each)) {
            expect(ids.indexOf(before)).toBeLessThan(ids.indexOf(each.id));
          }
        }
      }),
    );
  });

  test("changes nothing when it is taken again", () => {
    fc.assert(
      fc.property(shuffledAcyclic, (graph) => {
        const result = inOrder(graph);
        expect(inOrder("order" in result ? result.order : [])).toEqual(result);
      }),
    );
  });
});

describe("a cycle", () => {
  test("of a step with itself is named", () => {
    expect(cycleIn([step("a", { needs: ["a"] })])).toEqual(["a", "a"]);
  });

  test("is named without the steps that only lead to it", () => {
    const graph = [
      step("start"),
      step("tail", { needs: ["a"] }),
      step("a", { needs: ["b"] }),
      step("b", { after: ["c"] }),
      step("c", { needs: ["start", "a"] }),
    ];
    expect(cycleIn(graph)).toEqual(["a", "b", "c", "a"]);
  });

  test("is found wherever an edge points back, and each of its steps comes after the next one named", () => {
    fc.assert(
      fc.property(shuffledAcyclic, fc.nat(), (graph, at) => {
        const victim = graph[at % graph.length]!;
        const later = [...dependants(graph, victim.id)].pop()!;
        const looped = graph.map((each) =>
          each === victim ? { ...each, after: [...each.after, later] } : each,
        );
        const cycle = cycleIn(looped);
        expect(cycle[0]).toBe(cycle.at(-1));
        expect(new Set(cycle).size).toBe(cycle.length - 1);
        const byId = new Map(looped.map((each) => [each.id, each]));
        cycle.slice(1).forEach((id, index) => expect(edgesInto(byId.get(cycle[index]!)!)).toContain(id));
      }),
    );
  });
});

const dependants = (graph: readonly GraphStep[], id: string): string[] =>
  graph.filter((each) => each.id === id || ancestorsOf(graph, each.id).has(id)).map((each) => each.id);

describe("ancestors and dependants", () => {
  const graph = [
    step("a"),
    step("b", { needs: ["a"] }),
    step("c", { after: ["b"] }),
    step("d", { needs: ["c"] }),
    step("e"),
  ];

  test("ancestors are reached over both kinds of edge", () => {
    expect([...ancestorsOf(graph, "d")].sort()).toEqual(["a", "b", "c"]);
    expect([...ancestorsOf(graph, "e")]).toEqual([]);
  });

  test("dependants are reached over results alone, and include where one starts", () => {
    expect([...dependantsOf(graph, ["a"])].sort()).toEqual(["a", "b"]);
    expect([...dependantsOf(graph, ["c", "e"])].sort()).toEqual(["c", "d", "e"]);
    expect([...dependantsOf(graph, [])]).toEqual([]);
  });

  test("a dependant has what it depends on among its ancestors, whatever the graph", () => {
    fc.assert(
      fc.property(shuffledAcyclic, (any) => {
        for (const { id } of any) {
          for (const dependant of dependantsOf(any, [id])) {
            if (dependant !== id) expect(ancestorsOf(any, dependant).has(id)).toBe(true);
          }
        }
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import * as check from "../../../src/core/check-graph.ts";
import type { GraphStep } from "../../../src/core/graph.ts";
import { step } from "./graph-samples.ts";

const sentences = (problems: readonly check.GraphProblem[]): string[] => problems.map(({ text }) => text);
const checkGraph = (graph: readonly GraphStep[]): string[] => sentences(check.checkGraph(graph));
const checkReturnGraph = (graph: readonly GraphStep[], run = good): string[] =>
  sentences(check.checkReturnGraph(graph, run));

/** The smallest graph with a step of every kind. */
const good: readonly GraphStep[] = [
  step("look"),
  step("volume", { kind: "compensable", phase: "prepare", needs: ["look"] }),
  step("restore", { kind: "compensable", phase: "cutover", needs: ["volume"], fresh: "volume" }),
  step("prove", { phase: "cutover", needs: ["restore"], verifies: true }),
  step("still", { kind: "compensable", phase: "cutover", after: ["prove"], provesFence: true }),
  step("open", { kind: "pivot", phase: "cutover", needs: ["prove"], after: ["still"] }),
  step("tidy", { kind: "retryable", phase: "soak", after: ["open"] }),
  step("retire", { kind: "retryable", phase: "retire", after: ["tidy"], retires: "removes" }),
];

const changed = (id: string, rest: Partial<GraphStep>): GraphStep[] =>
  good.map((each) => (each.id === id ? { ...each, ...rest } : each));

describe("a graph that keeps every invariant", () => {
  test("has nothing said against it", () => {
    expect(checkGraph(good)).toEqual([]);
  });

  test("may be written in any order", () => {
    expect(checkGraph([...good].reverse())).toEqual([]);
  });

  test("may use the result of any step before it", () => {
    const graph = good.map((each) => ({ ...each, use: `x/${each.id}` }));
    const reading = [
      ...graph,
      step("last", { phase: "soak", after: ["tidy"], reads: ["x/volume", "x/tidy"] }),
    ];
    expect(checkGraph(reading)).toEqual([]);
  });

  test("may look at any time", () => {
    expect(checkGraph([...good, step("look-again", { phase: "soak", after: ["open"] })])).toEqual([]);
  });
});

describe("a graph is refused (I14, I7)", () => {
  test.each<[string, readonly GraphStep[], string[]]>([
    ["with two steps of one name", [...good, step("look")], ['Two steps are called "look".']],
    [
      "that needs a step it does not have",
      changed("prove", { needs: ["restor"] }),
      ['Step "prove" needs "restor", which is not a step of this playbook.'],
    ],
    [
      "that follows a step it does not have",
      changed("tidy", { after: ["opened"] }),
      ['Step "tidy" needs "opened", which is not a step of this playbook.'],
    ],
    [
      "with a cycle",
      changed("volume", { needs: ["look", "prove"] }),
      ["The steps form a cycle: volume → prove → restore → volume."],
    ],
    [
      "in which a phase comes before an earlier one",
      [...good, step("late", { phase: "prepare", after: ["prove"] })],
      ['Step "late" (prepare) comes after "prove", which belongs to a later phase.'],
    ],
    [
      "whose preflight has an effect",
      changed("volume", { phase: "preflight" }),
      ['Step "volume" has an effect, but preflight may only look.'],
    ],
    [
      "with an effect that does not wait for a check of the preflight",
      [...good, step("space")],
      ["volume", "restore", "still", "open", "tidy", "retire"].map(
        (id) => `Step "${id}" has an effect and could run before the check "space".`,
      ),
    ],
    [
      "without a preflight",
      good
        .filter(({ id }) => id !== "look")
        .map((each) => (each.id === "volume" ? { ...each, needs: [] } : each)),
      ["The playbook has no preflight checks."],
    ],
    [
      "without a pivot",
      changed("open", { kind: "compensable" }),
      ["The playbook has no pivot, so nothing says when the way back closes."],
    ],
    [
      "with two pivots",
      changed("tidy", { kind: "pivot" }),
      ["The playbook has more than one pivot: open, tidy."],
    ],
    [
      "with a compensable step after the pivot",
      changed("tidy", { kind: "compensable" }),
      ['Step "tidy" is compensable but could run after the pivot "open".'],
    ],
    [
      "with a compensable step beside the pivot",
      [...good, step("aside", { kind: "compensable", phase: "cutover", needs: ["look"] })],
      ['Step "aside" is compensable but could run after the pivot "open".'],
    ],
    [
      "with a step before the pivot that cannot be undone",
      changed("volume", { kind: "retryable" }),
      ['Step "volume" has no compensation but could run before the pivot "open".'],
    ],
    [
      "with a step beside the pivot that cannot be undone",
      [...good, step("aside", { kind: "retryable", phase: "cutover", needs: ["look"] })],
      ['Step "aside" has no compensation but could run before the pivot "open".'],
    ],
    [
      "that opens the target without having verified it",
      changed("prove", { verifies: false }),
      ['Nothing verifies the target before the pivot "open".'],
    ],
    [
      "that opens the target without having proved the fence",
      changed("still", { provesFence: false }),
      ['Nothing proves before the pivot "open" that the fence held.'],
    ],
    [
      "that proves the fence beside the pivot",
      changed("open", { after: [] }),
      [
        'Step "still" is compensable but could run after the pivot "open".',
        'Nothing proves before the pivot "open" that the fence held.',
      ],
    ],
    [
      "with a step that uses a result nobody hands on",
      changed("restore", { reads: ["x/dump"] }),
      ['Step "restore" uses the result of x/dump, which is not among the steps before it.'],
    ],
    [
      "with a step that uses a result which may come later",
      [
        ...changed("restore", { reads: ["x/dump"] }),
        step("dump", { phase: "cutover", use: "x/dump", after: ["look"] }),
      ],
      ['Step "restore" uses the result of x/dump, which is not among the steps before it.'],
    ],
    [
      "that verifies the target too late",
      [
        ...changed("prove", { verifies: false }),
        step("later", { phase: "soak", after: ["open"], verifies: true }),
      ],
      ['Nothing verifies the target before the pivot "open".'],
    ],
    [
      "with a step that wants something fresh it does not come after",
      changed("restore", { fresh: "prove" }),
      ['Step "restore" wants a fresh "prove", which is not among the steps before it.'],
    ],
    [
      "with a step that wants something fresh that does not exist",
      changed("restore", { fresh: "disk" }),
      ['Step "restore" wants a fresh "disk", which is not among the steps before it.'],
    ],
    [
      "that removes a copy before it is told to",
      changed("retire", { phase: "soak" }),
      ['Step "retire" removes a copy for good, so it belongs to the phase retire.'],
    ],
    [
      "that removes a copy beside the step that is to keep it",
      [...good, step("keep", { kind: "retryable", phase: "retire", after: ["tidy"], retires: "archives" })],
      ['Step "retire" removes a copy for good and could run before "keep", which keeps it.'],
    ],
    [
      "whose retire does what nobody asked for",
      changed("tidy", { phase: "retire" }),
      ['Step "tidy" does not belong to the phase retire, which only removes what was kept.'],
    ],
  ])("%s", (_title, graph, problems) => {
    expect(checkGraph(graph)).toEqual(problems);
  });

  test("with everything that is wrong with it said at once", () => {
    const graph = changed("prove", { verifies: false }).map((each) =>
      each.id === "restore" ? { ...each, fresh: "disk" } : each,
    );
    expect(checkGraph([...graph, step("space")])).toHaveLength(8);
  });
});

describe("a return graph", () => {
  const back = [step("measure"), step("stop", { kind: "retryable", phase: "cutover", after: ["measure"] })];

  test("of checks and retryable steps has nothing said against it", () => {
    expect(checkReturnGraph(back)).toEqual([]);
    expect(checkReturnGraph([])).toEqual([]);
  });

  test("may use the result of a step before the pivot, and of one of its own", () => {
    const run = good.map((each) => ({ ...each, use: `x/${each.id}` }));
    const reading = (reads: readonly string[]) => [
      ...back.map((each) => ({ ...each, use: `x/${each.id}` })),
      step("last", { kind: "retryable", phase: "soak", after: ["stop"], reads }),
    ];
    expect(checkReturnGraph(reading(["x/volume", "x/open", "x/stop"]), run)).toEqual([]);
    expect(checkReturnGraph(reading(["x/tidy"]), run)).toEqual([
      'Step "last" uses the result of x/tidy, which is neither among the return steps before it nor done before the pivot.',
    ]);
  });

  test.each<[string, readonly GraphStep[], string]>([
    ["with two steps of one name", [...back, step("stop")], 'Two steps are called "stop".'],
    [
      "that needs a step of another graph",
      [...back, step("x", { needs: ["open"] })],
      'Step "x" needs "open", which is not a step of this playbook.',
    ],
    ["with a cycle", [step("a", { after: ["a"] })], "The return steps form a cycle: a → a."],
    [
      "with a step that could be undone",
      [...back, step("x", { kind: "compensable" })],
      'Return step "x" is compensable; after the pivot only checks and retryable steps may run.',
    ],
    [
      "with a pivot",
      [...back, step("x", { kind: "pivot" })],
      'Return step "x" is pivot; after the pivot only checks and retryable steps may run.',
    ],
    [
      "that removes a copy before it is told to",
      [...back, step("x", { kind: "retryable", phase: "soak", after: ["stop"], retires: "removes" })],
      'Step "x" removes a copy for good, so it belongs to the phase retire.',
    ],
    [
      "in which a phase comes before an earlier one",
      [...back, step("x", { phase: "preflight", after: ["stop"] })],
      'Step "x" (preflight) comes after "stop", which belongs to a later phase.',
    ],
  ])("is refused %s", (_title, graph, problem) => {
    expect(checkReturnGraph(graph)).toEqual([problem]);
  });
});

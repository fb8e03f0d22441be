import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import { ancestorsOf, type GraphStep } from "../../../src/core/graph.ts";
import type { StepProgress, StepState } from "../../../src/core/progress.ts";
import { toCompensate, toRedo } from "../../../src/core/undo.ts";
import { acyclic, step } from "./graph-samples.ts";

const progress = (states: Readonly<Record<string, StepState>>) => ({
  steps: new Map<string, StepProgress>(
    Object.entries(states).map(([id, state]) => [id, { state, attempts: 1 }]),
  ),
});

const effect = (id: string, rest: Partial<GraphStep> = {}): GraphStep =>
  step(id, { kind: "compensable", phase: "prepare", ...rest });

describe("a rollback (I7)", () => {
  const order = [
    step("look"),
    effect("volume"),
    effect("start", { needs: ["volume"] }),
    effect("fence"),
    effect("dump", { needs: ["fence"] }),
    effect("restore", { needs: ["dump", "start"] }),
  ];

  test("undoes what may have had an effect, last one first", () => {
    const states = progress({
      look: "succeeded",
      volume: "succeeded",
      start: "succeeded",
      fence: "failed",
      dump: "in doubt",
    });
    expect(toCompensate(order, states)).toEqual(["dump", "fence", "start", "volume"]);
  });

  test("goes on with what was being undone", () => {
    expect(
      toCompensate(order, progress({ volume: "succeeded", start: "compensating", fence: "pending" })),
    ).toEqual(["start", "volume"]);
  });

  test("leaves alone what was there before us (I10)", () => {
    expect(toCompensate(order, progress({ volume: "adopted", start: "succeeded" }))).toEqual(["start"]);
  });

  test("has nothing to do where nothing was done", () => {
    expect(toCompensate(order, progress({ look: "succeeded" }))).toEqual([]);
  });

  test("leaves alone what cannot be undone", () => {
    const late = [...order, step("open", { kind: "pivot" }), step("tidy", { kind: "retryable" })];
    expect(toCompensate(late, progress({ open: "in doubt", tidy: "succeeded" }))).toEqual([]);
  });
});

describe("what has to be made anew (I6)", () => {
  const order = [
    effect("volume"),
    effect("initialise", { needs: ["volume"], fresh: "volume" }),
    effect("start", { needs: ["initialise"] }),
    effect("fence"),
    effect("dump", { needs: ["fence"], after: ["start"] }),
    effect("restore", { needs: ["dump", "start"], fresh: "volume" }),
    effect("set", { needs: ["restore"] }),
  ];
  const redo = (states: Record<string, StepState>, ...ids: string[]): string[] =>
    [...toRedo(order, progress(states), ids)].sort();

  test("is the step itself where nothing came of it", () => {
    expect(redo({ fence: "in doubt" }, "fence")).toEqual(["fence"]);
  });

  test("is everything that used its result, and nothing that merely came later", () => {
    const states: Record<string, StepState> = {
      volume: "succeeded",
      initialise: "succeeded",
      start: "succeeded",
    };
    expect(redo({ ...states, fence: "succeeded", dump: "succeeded" }, "start")).toEqual(["start"]);
    expect(redo({ ...states, fence: "succeeded", dump: "in doubt" }, "fence")).toEqual(["dump", "fence"]);
  });

  test("is what it wants fresh too, with everything made from that", () => {
    const states: Record<string, StepState> = {
      ...{
        volume: "succeeded",
        initialise: "succeeded",
        start: "succeeded",
        fence: "succeeded",
        dump: "succeeded",
      },
      restore: "in doubt",
    };
    expect(redo(states, "restore")).toEqual(["initialise", "restore", "start", "volume"]);
  });

  test("leaves out what was never tried", () => {
    expect(redo({ volume: "succeeded" }, "volume")).toEqual(["volume"]);
  });

  test("is nothing where nothing was asked for", () => {
    expect(redo({ volume: "succeeded", initialise: "succeeded" })).toEqual([]);
  });

  test("holds with every step all that used its result, and never more than is connected with it, whatever the graph", () => {
    const states = fc.array(fc.constantFrom<StepState>("succeeded", "in doubt", "failed", "pending"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(acyclic, states, fc.nat(), (graph, given, at) => {
        const known = Object.fromEntries(graph.map(({ id }, index) => [id, given[index] ?? "succeeded"]));
        const tried = graph.filter(({ id }) => known[id] !== "pending");
        const start = tried[at % Math.max(tried.length, 1)];
        if (start === undefined) return;
        const all = toRedo(graph, progress(known), [start.id]);
        expect(all.has(start.id)).toBe(true);
        for (const { id, needs } of tried) {
          if (needs.some((need) => all.has(need))) expect(all.has(id)).toBe(true);
        }
        for (const id of all) {
          expect(known[id]).not.toBe("pending");
          expect(id === start.id || ancestorsOf(graph, id).has(start.id)).toBe(true);
        }
        expect(toRedo(graph, progress(known), all)).toEqual(all);
      }),
    );
  });
});

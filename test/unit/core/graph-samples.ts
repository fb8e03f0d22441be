import { fc } from "../../support/fuzz.ts";
import type { GraphStep } from "../../../src/core/graph.ts";

/** A step, a check of the preflight phase unless it is told to be something else. */
export function step(id: string, rest: Partial<GraphStep> = {}): GraphStep {
  return { id, kind: "check", phase: "preflight", needs: [], after: [], verifies: false, ...rest };
}

/** A graph in which each step may need, or follow, any step written before it: never a cycle. */
export const acyclic = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .array(fc.tuple(fc.array(fc.nat(size - 1)), fc.array(fc.nat(size - 1))), {
      minLength: size,
      maxLength: size,
    })
    .map((edges) =>
      edges.map(([needs, after], index) => {
        const earlier = (places: number[]): string[] =>
          places.filter((at) => at < index).map((at) => `s${at}`);
        return step(`s${index}`, {
          kind: "compensable",
          phase: "prepare",
          needs: earlier(needs),
          after: earlier(after),
        });
      }),
    ),
);

/** The same steps as they may stand in a file: in any order. */
export const shuffledAcyclic = acyclic.chain((graph) =>
  fc.shuffledSubarray(graph, { minLength: graph.length, maxLength: graph.length }),
);

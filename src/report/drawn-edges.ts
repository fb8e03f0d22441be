import { ancestorsOf, edgesInto, type GraphStep } from "../core/graph.ts";

/** An arrow in a picture of a playbook. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  /** The command by which a person goes along it, where nothing goes by itself. */
  readonly command: string | undefined;
}

/**
 * The arrows of a playbook's two graphs and between them, less those that others imply: the order is the same, and the
 * picture can be read.
 */
export function drawnEdges(
  steps: readonly GraphStep[],
  returnSteps: readonly GraphStep[],
): readonly DrawnEdge[] {
  const all = [...steps, ...returnSteps];
  const pivot = steps.find(({ kind }) => kind === "pivot");
  const [back] = returnSteps;
  return [
    ...all.flatMap((step) =>
      directly(step, all).map((from) => ({
        from,
        to: step.id,
        command: step.phase === "retire" ? "dbshift retire" : undefined,
      })),
    ),
    ...(pivot === undefined || back === undefined
      ? []
      : [{ from: pivot.id, to: back.id, command: "dbshift rollback" }]),
  ];
}

function directly(step: GraphStep, steps: readonly GraphStep[]): string[] {
  const before = [...new Set(edgesInto(step))];
  return before.filter((id) => !before.some((other) => ancestorsOf(steps, other).has(id)));
}

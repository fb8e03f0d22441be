import { phases, type StepKind } from "../core/graph.ts";
import { drawnEdges, type DrawnEdge } from "./drawn-edges.ts";
import { phaseHeadings, returnHeading } from "./phase-headings.ts";
import type { ShownPlaybook, ShownStep } from "./playbook-text.ts";

const shapes: Readonly<Record<StepKind, string>> = {
  check: 'shape=box, style="rounded,filled", fillcolor="#eef6ff"',
  compensable: 'shape=box, style=filled, fillcolor="#f6f6f6"',
  pivot: 'shape=hexagon, style=filled, fillcolor="#ffe9b3", penwidth=3',
  retryable: 'shape=parallelogram, style=filled, fillcolor="#e9f7ec"',
};

/** A playbook as a graph in the DOT language of Graphviz: its run graph by phases, and its return graph beside it. */
export function playbookDot({
  name,
  steps,
  returnSteps,
}: Pick<ShownPlaybook, "name" | "steps" | "returnSteps">): string {
  return [
    `digraph ${quoted(name)} {`,
    '  node [fontname="sans-serif"]',
    ...phases.flatMap((phase) =>
      cluster(
        phase,
        phaseHeadings[phase],
        steps.filter((step) => step.phase === phase),
      ),
    ),
    ...cluster("return", returnHeading, returnSteps),
    ...drawnEdges(steps, returnSteps).map(edge),
    "}",
  ].join("\n");
}

function cluster(id: string, heading: string, steps: readonly ShownStep[]): string[] {
  if (steps.length === 0) return [];
  return [
    `  subgraph cluster_${id} {`,
    `    label=${quoted(heading)}`,
    ...steps.map(
      ({ id: step, kind, step: { title } }) =>
        `    ${quoted(step)} [label=${quoted(title)}, ${shapes[kind]}]`,
    ),
    "  }",
  ];
}

function edge({ from, to, command }: DrawnEdge): string {
  const label = command === undefined ? "" : ` [label=${quoted(command)}, style=dotted]`;
  return `  ${quoted(from)} -> ${quoted(to)}${label}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;
}

import { phases, type StepKind } from "../core/graph.ts";
import { drawnEdges, type DrawnEdge } from "./drawn-edges.ts";
import { phaseHeadings, returnHeading } from "./phase-headings.ts";
import type { ShownPlaybook, ShownStep } from "./playbook-text.ts";

/** Mermaid's brackets around a title give the box its shape. */
const boxes: Readonly<Record<StepKind, readonly [string, string]>> = {
  check: ["([", "])"],
  compensable: ["[", "]"],
  pivot: ["{{", "}}"],
  retryable: ["[/", "/]"],
};

const styles: readonly string[] = [
  "classDef check fill:#eef6ff,stroke:#5b8db8,color:#123",
  "classDef compensable fill:#f6f6f6,stroke:#888,color:#222",
  "classDef pivot fill:#ffe9b3,stroke:#b8860b,color:#222,stroke-width:3px",
  "classDef retryable fill:#e9f7ec,stroke:#4c9a5f,color:#122",
];

/** A playbook as a Mermaid flowchart: its run graph by phases, and its return graph beside it. */
export function playbookMermaid({
  steps,
  returnSteps,
}: Pick<ShownPlaybook, "steps" | "returnSteps">): string {
  return [
    "flowchart TD",
    ...phases.flatMap((phase) =>
      box(
        phase,
        phaseHeadings[phase],
        steps.filter((step) => step.phase === phase),
      ),
    ),
    ...box("return", returnHeading, returnSteps),
    ...drawnEdges(steps, returnSteps).map(edge),
    '  undone(["undone: the source serves as before"])',
    ...["prepare", "cutover"].map((phase) => `  phase_${phase} -. "any failure" .-> undone`),
    ...styles.map((style) => `  ${style}`),
  ].join("\n");
}

function box(id: string, heading: string, steps: readonly ShownStep[]): string[] {
  if (steps.length === 0) return [];
  return [`  subgraph phase_${id} ["${heading}"]`, ...steps.map((step) => `    ${shape(step)}`), "  end"];
}

function shape({ id, kind, step }: ShownStep): string {
  const [open, close] = boxes[kind];
  return `${node(id)}${open}"${step.title}"${close}:::${kind}`;
}

function edge({ from, to, command }: DrawnEdge): string {
  return command === undefined
    ? `  ${node(from)} --> ${node(to)}`
    : `  ${node(from)} -. "${command}" .-> ${node(to)}`;
}

/** Some ids are words of Mermaid's own. */
function node(id: string): string {
  return `step_${id.replaceAll("-", "_")}`;
}

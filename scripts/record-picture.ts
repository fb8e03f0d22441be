import { packagedPlaybook } from "../src/cli/find-playbook.ts";
import { ancestorsOf, edgesInto, phases, type Phase, type StepKind } from "../src/core/graph.ts";
import { postgresSteps } from "../src/engines/postgres/steps.ts";
import type { PlaybookStep } from "../src/playbook/load-playbook.ts";
import { stepRegistry } from "../src/playbook/step-registry.ts";
import { dockerSteps } from "../src/steps/docker-steps.ts";

const headings: Readonly<Record<Phase, string>> = {
  preflight: "preflight: only looks",
  prepare: "prepare: clients are served",
  cutover: "cutover: nobody is served from stop to open",
  soak: "soak: the target serves, the source is kept",
  retire: "retire: days later",
};

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
export function playbookPicture(name: string): string {
  const { steps, returnSteps } = packagedPlaybook(name, stepRegistry(dockerSteps, postgresSteps));
  const pivot = steps.find(({ kind }) => kind === "pivot");
  const [back] = returnSteps;
  const gates = [...steps, ...returnSteps].filter(({ phase }) => phase === "retire");
  return [
    "flowchart TD",
    ...phases.flatMap((phase) =>
      box(
        phase,
        headings[phase],
        steps.filter((step) => step.phase === phase),
      ),
    ),
    ...box("return", "the way back after the pivot", returnSteps),
    ...edges([...steps, ...returnSteps], gates),
    ...(pivot === undefined || back === undefined
      ? []
      : [`  ${node(pivot.id)} -. "dbshift rollback" .-> ${node(back.id)}`]),
    '  undone(["undone: the source serves as before"])',
    ...["prepare", "cutover"].map((phase) => `  phase_${phase} -. "any failure" .-> undone`),
    ...styles.map((style) => `  ${style}`),
  ].join("\n");
}

function box(id: string, heading: string, steps: readonly PlaybookStep[]): string[] {
  if (steps.length === 0) return [];
  return [`  subgraph phase_${id} ["${heading}"]`, ...steps.map((step) => `    ${shape(step)}`), "  end"];
}

function shape({ id, kind, step }: PlaybookStep): string {
  const [open, close] = boxes[kind];
  return `${node(id)}${open}"${step.title}"${close}:::${kind}`;
}

/** What stands between a step and its removal days later is a command, so that edge is dotted and says so. */
function edges(steps: readonly PlaybookStep[], gates: readonly PlaybookStep[]): string[] {
  return steps.flatMap((step) =>
    directly(step, steps).map((before) =>
      gates.includes(step)
        ? `  ${node(before)} -. "dbshift retire" .-> ${node(step.id)}`
        : `  ${node(before)} --> ${node(step.id)}`,
    ),
  );
}

/** The edges into a step less those that other edges imply: the order is the same, and the picture can be read. */
function directly(step: PlaybookStep, steps: readonly PlaybookStep[]): string[] {
  const before = [...new Set(edgesInto(step))];
  return before.filter((id) => !before.some((other) => ancestorsOf(steps, other).has(id)));
}

/** Some ids are words of Mermaid's own. */
function node(id: string): string {
  return `step_${id.replaceAll("-", "_")}`;
}

import type { GraphStep } from "../core/graph.ts";
import { foldText } from "./fold-text.ts";
import { graphLanes } from "./graph-lanes.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";

export interface ShownStep extends GraphStep {
  readonly step: { readonly title: string };
}

export interface ShownPlaybook {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly steps: readonly ShownStep[];
  readonly returnSteps: readonly ShownStep[];
}

const width = 80;

/** A playbook as a picture: what waits for what, where the way back by itself ends, and the way back after that. */
export function playbookText(playbook: ShownPlaybook, paint: Paint = unpainted): string {
  const { name, title, description, steps, returnSteps } = playbook;
  return [
    paint("bold", `${name}: ${printable(title)}`),
    ...(description === undefined ? [] : ["", ...foldText(printable(description).replaceAll("\\n", " "))]),
    "",
    ...picture(steps, paint),
    ...(returnSteps.length === 0
      ? ["", "There is no way back after the pivot."]
      : [
          "",
          paint("bold", 'The way back after the pivot, by "dbshift rollback":'),
          "",
          ...picture(returnSteps, paint),
        ]),
    "",
    "○ looks   ● is undone when something fails   ◆ the pivot   ◇ is tried until done",
    "Lines run down: a step waits for those above that it is joined to.",
  ].join("\n");
}

function picture(steps: readonly ShownStep[], paint: Paint): string[] {
  const rows = graphLanes(steps);
  const graphWidth = Math.max(...rows.map((row) => row.length));
  const idWidth = Math.max(...steps.map(({ id }) => id.length));
  return steps.flatMap((step, index) => {
    const { id, phase, kind } = step;
    const isFirst = steps[index - 1]?.phase !== phase;
    const head = (isFirst ? phase : "").padEnd(11);
    const text = `${head}${(rows[index] ?? "").padEnd(graphWidth)}  ${id.padEnd(idWidth)}  ${printable(step.step.title)}`;
    const line = shortened(text);
    const later = phase === "retire" && isFirst ? [ruler('later, by "dbshift retire"')] : [];
    if (kind !== "pivot") return [...later, line];
    return [
      paint("bold", line),
      paint("cyan", ruler("clients write to the target: nothing goes back by itself")),
    ];
  });
}

function ruler(text: string): string {
  return `${" ".repeat(11)}── ${text} `.padEnd(width, "─");
}

function shortened(line: string): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

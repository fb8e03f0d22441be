import { phases } from "../core/graph.ts";
import type { PlannedStep } from "../core/plan.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";

const undoTexts = {
  check: "looks",
  compensable: "undone on failure",
  pivot: "no way back by itself",
  retryable: "tried again until done",
} as const satisfies Record<PlannedStep["kind"], string>;

const titleWidth = 42;

/** The steps of a plan in the order they run, under their phase, with what becomes of each when something fails. */
export function planStepLines(steps: readonly PlannedStep[], paint: Paint = unpainted): string[] {
  return phases.flatMap((phase) =>
    steps
      .filter((step) => step.phase === phase)
      .map((step, index) => {
        const isPivot = step.kind === "pivot";
        const name = isPivot ? "═══════════" : `  ${index === 0 ? phase : ""}`;
        const line = `  ${name.padEnd(13)}${titleOf(step)} ${undoTexts[step.kind]}`;
        return isPivot ? paint("cyan", line) : line;
      }),
  );
}

function titleOf({ title }: PlannedStep): string {
  const shown = printable(title);
  return shown.length > titleWidth ? `${shown.slice(0, titleWidth - 1)}…` : shown.padEnd(titleWidth);
}

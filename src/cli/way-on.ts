import { StepError } from "../core/errors.ts";
import type { Progress } from "../core/progress.ts";
import type { Playbook, PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "../runner/driver.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { runBack } from "../runner/run-back.ts";
import { runForward } from "../runner/run-forward.ts";
import { runRetire, runReturn, type RetireManner } from "../runner/run-graph.ts";

/** What there is to do in a run, and how. */
export interface Way {
  /** The steps it will do, for the view; undoing shows its own. */
  readonly places: readonly PlaybookStep[];
  readonly go: (driver: Driver) => Promise<DriveResult>;
}

interface Where {
  readonly progress: Progress;
  readonly playbook: Playbook;
}

/** The way an interrupted run was going. */
export function wayOn({ progress, playbook }: Where): Way & { readonly direction: "forward" | "back" } {
  const { graph, turned } = progress;
  if (graph === "return") return { direction: "back", ...returnWay(playbook) };
  if (graph === "retire") return { direction: "forward", ...retireWay({ progress, playbook }) };
  if (turned !== undefined) return { direction: "back", ...backWay(turned) };
  const places = playbook.steps.filter((step) => step.phase !== "retire");
  return { direction: "forward", places, go: runForward };
}

export function backWay(reason: string): Way {
  return { places: [], go: (driver) => runBack(driver, new StepError({ summary: reason })) };
}

export function returnWay({ returnSteps }: Playbook): Way {
  return { places: returnSteps.filter((step) => step.phase !== "retire"), go: runReturn };
}

export function retireWay({ progress, playbook }: Where, manner?: RetireManner): Way {
  const steps = progress.returning ? playbook.returnSteps : playbook.steps;
  return {
    places: steps.filter((step) => step.phase === "retire"),
    go: (driver) => runRetire(driver, manner),
  };
}

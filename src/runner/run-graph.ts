import type { GraphName, RunOutcome, SupersededBy } from "../core/journal.ts";
import type { PlaybookStep } from "../playbook/playbook.ts";
import type { Driver } from "./driver.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { recreateSource } from "./recreate-source.ts";
import { settle } from "./settle.ts";
import { walk } from "./walk.ts";

/**
 * Gives the source its name back after the switch, by the playbook's return graph. Everything in it only goes forward;
 * the target is stopped and kept.
 */
export function runReturn(driver: Driver): Promise<DriveResult> {
  const places = driver.playbook.returnSteps.filter((step) => step.phase !== "retire");
  return runGraph(driver, { graph: "return", places, outcome: "returned" });
}

/**
 * Removes for good what the run has kept: the source after a switch, the target after a return. It is the one place
 * that deletes a copy of the data, and is only ever called after a person said so.
 *
 * A retire that was begun keeps to what it was begun with.
 */
export function runRetire(driver: Driver, manner: RetireManner = {}): Promise<DriveResult> {
  const steps = driver.progress.returning ? driver.playbook.returnSteps : driver.playbook.steps;
  const places = steps.filter((step) => step.phase === "retire");
  return runGraph(driver, { graph: "retire", places, outcome: "retired", ...manner });
}

export interface RetireManner {
  /** The directory of the host in which the source volume is kept first. */
  readonly archive?: string | undefined;
  /** What serves in the place of the target, where later runs went on from it. */
  readonly supersededBy?: SupersededBy | undefined;
}

interface Part extends RetireManner {
  readonly graph: GraphName;
  readonly places: readonly PlaybookStep[];
  readonly outcome: Extract<RunOutcome, "returned" | "retired">;
}

async function runGraph(driver: Driver, { graph, places, outcome, ...manner }: Part): Promise<DriveResult> {
  const { interruption } = driver.ports;
  try {
    if (driver.progress.graph !== graph) {
      const { archive, supersededBy } = manner;
      await driver.record({
        ...{ type: "graph.entered", graph },
        ...(archive === undefined ? {} : { archive }),
        ...(supersededBy === undefined ? {} : { supersededBy }),
      });
    }
    if (graph === "return") await recreateSource(driver);
    await settle(driver, places, interruption.atOnce);
    await walk(driver, places);
    await driver.record({ type: "run.closed", outcome });
  } catch (error) {
    return { kind: "stopped", cause: error, signal: interruption.requested, pastPivot: true };
  }
  return { kind: outcome };
}

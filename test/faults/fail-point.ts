import type { PlaybookStep } from "../../src/playbook/playbook.ts";

/**
 * Where in an effect a process may die. The intent and the end of an effect are records of the journal; between the two
 * the effect is asked of the engine, by one request or several.
 *
 * before intent   the record that announces the effect is not written
 * after intent    it is on disk, nothing was asked
 * effect sent     the first request is on its way, its answer is not awaited
 * effect done     the first request was answered, and nobody heard it
 * after observe   the effect is known to be there, the record that says so is not written
 * after done      that record is on disk
 */
export const moments = [
  "before intent",
  "after intent",
  "effect sent",
  "effect done",
  "after observe",
  "after done",
] as const;

export type Moment = (typeof moments)[number];

export interface FailPoint {
  readonly step: string;
  readonly way: "do" | "undo";
  readonly moment: Moment;
}

/** The variable that tells a process the points, as JSON, at the first of which it dies. */
export const failPointsVariable = "DBSHIFT_TEST_FAIL_POINTS";

export const nameOf = ({ step, way, moment }: FailPoint): string => `${way} ${step}, ${moment}`;

/** Every fail point of these steps' effects, step by step. */
export function failPointsOf(steps: readonly PlaybookStep[], way: FailPoint["way"]): FailPoint[] {
  return steps
    .filter(({ kind }) => (way === "do" ? kind !== "check" : kind === "compensable"))
    .flatMap(({ id: step }) => moments.map((moment) => ({ step, way, moment })));
}

/** One fail point for each step, the moments taking turns. */
export function oneForEachStep(points: readonly FailPoint[], turn = 0): FailPoint[] {
  return points.filter(
    (_, place) => (Math.floor(place / moments.length) + turn) % moments.length === place % moments.length,
  );
}

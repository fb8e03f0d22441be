import { ancestorsOf, edgesInto, type GraphStep, type StepGraph } from "../core/graph.ts";

const marks = {
  check: "○",
  compensable: "●",
  pivot: "◆",
  retryable: "◇",
} as const satisfies Record<GraphStep["kind"], string>;

/** A line that runs down from a step to those that wait for it. */
interface Lane {
  readonly from: string;
  readonly waiting: Set<string>;
}

/**
 * The graph as one row a step, in the order given: a line runs down from each step to those that wait for it, and a
 * step is joined to the lines it waits for. A line that only passes by interrupts the joint.
 */
export function graphLanes(steps: StepGraph): readonly string[] {
  const lanes: (Lane | undefined)[] = [];
  const parents = new Map(steps.map((step) => [step.id, nearestParents(steps, step)]));
  return steps.map((step) => {
    const joined = parents.get(step.id) ?? [];
    const before = [...lanes];
    for (const lane of lanes) {
      if (lane !== undefined && joined.includes(lane.from)) lane.waiting.delete(step.id);
    }
    lanes.forEach((lane, column) => {
      if (lane?.waiting.size === 0) lanes[column] = undefined;
    });
    const column = columnFor(lanes, before);
    const row = drawRow({ before, after: lanes, joined, column, mark: marks[step.kind] });
    const waiting = steps.filter(({ id }) => parents.get(id)?.includes(step.id)).map(({ id }) => id);
    if (waiting.length > 0) lanes[column] = { from: step.id, waiting: new Set(waiting) };
    return row;
  });
}

/** An edge is left out where another path says the same. */
function nearestParents(steps: StepGraph, step: GraphStep): readonly string[] {
  const edges = [...new Set(edgesInto(step))];
  return edges.filter((id) => !edges.some((other) => ancestorsOf(steps, other).has(id)));
}

/** A step stands where a line ends in it, else in the first free column. */
function columnFor(lanes: readonly (Lane | undefined)[], before: readonly (Lane | undefined)[]): number {
  const ended = before.findIndex((lane, column) => lane !== undefined && lanes[column] === undefined);
  if (ended !== -1) return ended;
  const free = lanes.findIndex((lane) => lane === undefined);
  return free === -1 ? lanes.length : free;
}

interface Row {
  readonly before: readonly (Lane | undefined)[];
  readonly after: readonly (Lane | undefined)[];
  readonly joined: readonly string[];
  readonly column: number;
  readonly mark: string;
}

function drawRow({ before, after, joined, column, mark }: Row): string {
  const ends = before.flatMap((lane, index) =>
    lane !== undefined && joined.includes(lane.from) ? [index] : [],
  );
  const left = Math.min(column, ...ends);
  const right = Math.max(column, ...ends);
  const cells = Array.from({ length: Math.max(before.length, column + 1) }, (_, index) => {
    const inside = index >= left && index < right;
    return `${cell(index)}${inside ? "─" : " "}`;
  });
  return cells.join("").trimEnd();

  function cell(index: number): string {
    if (index === column) return mark;
    if (ends.includes(index)) return joint(index, after[index] !== undefined);
    if (before[index] !== undefined) return "│";
    return index > left && index < right ? "─" : " ";
  }

  function joint(index: number, goesOn: boolean): string {
    if (index === left) return goesOn ? "├" : "└";
    if (index === right) return goesOn ? "┤" : "┘";
    return goesOn ? "┼" : "┴";
  }
}

/** The phases of a playbook, in the order they are passed. `retire` is run by its own command, days later. */
export const phases = ["preflight", "prepare", "cutover", "soak", "retire"] as const;
export type Phase = (typeof phases)[number];

export type StepKind = "check" | "compensable" | "pivot" | "retryable";

/** One step as the graph sees it. Edges belong to the playbook, not to the step. */
export interface GraphStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  /** Steps whose result this one consumes: it has to be done again when one of them is. */
  readonly needs: readonly string[];
  /** Steps this one merely follows: order without a result passed on. */
  readonly after: readonly string[];
  /** An ancestor that has to be made anew before this step may be tried again. */
  readonly fresh?: string | undefined;
  /** A check that proves the target right before clients may write to it. */
  readonly verifies: boolean;
  /** What only `dbshift retire` may do: keep a copy elsewhere, or remove one for good. */
  readonly retires?: Retires | undefined;
  /** An effect that proves, before clients may write to the target, that nothing wrote behind the fence. */
  readonly provesFence?: boolean | undefined;
  /** Which step it is, whatever its name here. */
  readonly use?: string | undefined;
  /** Which steps, by `use`, it cannot do without the results of. */
  readonly reads?: readonly string[] | undefined;
}

export type Retires = "archives" | "removes";

export type StepGraph<S extends GraphStep = GraphStep> = readonly S[];

export function edgesInto(step: GraphStep): readonly string[] {
  return [...step.needs, ...step.after];
}

/**
 * The steps in an order that respects every edge; among steps that are free, the one written first comes first, so
 * that a playbook runs as it reads. A cycle is returned as the ids along it, its first id repeated at the end.
 */
export function inOrder<S extends GraphStep>(graph: StepGraph<S>): { order: S[] } | { cycle: string[] } {
  const placed = new Set<string>();
  const order: S[] = [];
  let left = [...graph];
  while (left.length > 0) {
    const free = left.find((step) => edgesInto(step).every((id) => placed.has(id)));
    if (free === undefined) return { cycle: findCycle(left) };
    placed.add(free.id);
    order.push(free);
    left = left.filter((step) => step !== free);
  }
  return { order };
}

function findCycle(stuck: readonly GraphStep[]): string[] {
  const byId = new Map(stuck.map((step) => [step.id, step]));
  const path: string[] = [];
  let at = stuck[0];
  while (at !== undefined && !path.includes(at.id)) {
    path.push(at.id);
    at = edgesInto(at)
      .map((id) => byId.get(id))
      .find((step) => step !== undefined);
  }
  if (at === undefined) return path;
  return [...path.slice(path.indexOf(at.id)), at.id];
}

/** Every step that a given one comes after, directly or not. */
export function ancestorsOf(graph: StepGraph, id: string): ReadonlySet<string> {
  const byId = new Map(graph.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const visit = (stepId: string): void => {
    for (const before of edgesInto(byId.get(stepId) ?? { ...emptyStep, id: stepId })) {
      if (seen.has(before)) continue;
      seen.add(before);
      visit(before);
    }
  };
  visit(id);
  return seen;
}

const emptyStep: Omit<GraphStep, "id"> = {
  kind: "check",
  phase: "preflight",
  needs: [],
  after: [],
  verifies: false,
};

/** Every step that consumes the result of one of the given ones, directly or not, the given ones included. */
export function dependantsOf(graph: StepGraph, ids: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(ids);
  let size = -1;
  while (size !== reached.size) {
    size = reached.size;
    for (const step of graph) if (step.needs.some((id) => reached.has(id))) reached.add(step.id);
  }
  return reached;
}

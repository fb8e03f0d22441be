import {
  ancestorsOf,
  edgesInto,
  inOrder,
  phases,
  type GraphStep,
  type Retires,
  type StepGraph,
} from "./graph.ts";

/** What is wrong with a graph, as a sentence, and the step it is about where it is about one. */
export interface GraphProblem {
  readonly step: string | undefined;
  readonly text: string;
}

const about = ({ id }: GraphStep, text: string): GraphProblem => ({ step: id, text });
const overall = (text: string): GraphProblem => ({ step: undefined, text });

/**
 * What about a run graph would break an invariant, one sentence each; empty means the graph may run.
 * It is static on purpose: nothing adds steps while a run is under way, so what holds here holds for every run.
 */
export function checkGraph(graph: StepGraph): GraphProblem[] {
  const shape = checkShape(graph, "The steps");
  if (shape.length > 0) return shape;
  return [
    ...phaseProblems(graph),
    ...retireProblems(graph),
    ...preflightProblems(graph),
    ...pivotProblems(graph),
    ...freshProblems(graph),
    ...readProblems(graph),
  ];
}

/**
 * A return graph runs after the pivot of a run graph, so it holds checks and retryable steps alone, and may use what the
 * run has handed on up to there.
 */
export function checkReturnGraph(graph: StepGraph, run: StepGraph): GraphProblem[] {
  const shape = checkShape(graph, "The return steps");
  if (shape.length > 0) return shape;
  const kinds = graph
    .filter((step) => step.kind === "compensable" || step.kind === "pivot")
    .map((step) =>
      about(
        step,
        `Return step "${step.id}" is ${step.kind}; after the pivot only checks and retryable steps may run.`,
      ),
    );
  return [...phaseProblems(graph), ...retireProblems(graph), ...kinds, ...returnReadProblems(graph, run)];
}

/** Whether it is a graph at all, of steps whatever they do: every name once, every edge from somewhere, no cycle. */
export function checkShape(graph: StepGraph, whose: string): GraphProblem[] {
  const shape = [...duplicateIds(graph), ...missingNeeds(graph)];
  if (shape.length > 0) return shape;
  const sorted = inOrder(graph);
  if (!("cycle" in sorted)) return [];
  return [{ step: sorted.cycle[0], text: `${whose} form a cycle: ${sorted.cycle.join(" → ")}.` }];
}

function duplicateIds(graph: StepGraph): GraphProblem[] {
  const seen = new Set<string>();
  const twice = graph.filter((step) => seen.size === seen.add(step.id).size);
  return twice.map((step) => about(step, `Two steps are called "${step.id}".`));
}

function missingNeeds(graph: StepGraph): GraphProblem[] {
  const ids = new Set(graph.map((step) => step.id));
  return graph.flatMap((step) =>
    edgesInto(step)
      .filter((id) => !ids.has(id))
      .map((id) => about(step, `Step "${step.id}" needs "${id}", which is not a step of this playbook.`)),
  );
}

function phaseProblems(graph: StepGraph): GraphProblem[] {
  const byId = new Map(graph.map((step) => [step.id, step]));
  const rank = (step: GraphStep | undefined): number => (step ? phases.indexOf(step.phase) : -1);
  return graph.flatMap((step) =>
    edgesInto(step)
      .filter((id) => rank(byId.get(id)) > rank(step))
      .map((id) =>
        about(step, `Step "${step.id}" (${step.phase}) comes after "${id}", which belongs to a later phase.`),
      ),
  );
}

const whatRetires: Readonly<Record<Retires, string>> = {
  archives: "keeps a copy before it is removed",
  removes: "removes a copy for good",
};

/** Days lie before this phase and a person's word, so what removes a copy has no other place; nor has it for others. */
function retireProblems(graph: StepGraph): GraphProblem[] {
  const effects = graph.filter(({ kind }) => kind !== "check");
  const last = effects.filter(({ phase }) => phase === "retire");
  const early = effects.flatMap((step) =>
    step.retires === undefined || step.phase === "retire"
      ? []
      : [about(step, `Step "${step.id}" ${whatRetires[step.retires]}, so it belongs to the phase retire.`)],
  );
  const others = last
    .filter(({ retires }) => retires === undefined)
    .map((step) =>
      about(step, `Step "${step.id}" does not belong to the phase retire, which only removes what was kept.`),
    );
  const unkept = last.flatMap((step) => {
    const before = step.retires === "removes" ? ancestorsOf(graph, step.id) : undefined;
    const missed = last.filter(({ id, retires }) => retires === "archives" && before?.has(id) === false);
    return missed.map(({ id }) =>
      about(step, `Step "${step.id}" ${whatRetires.removes} and could run before "${id}", which keeps it.`),
    );
  });
  return [...early, ...others, ...unkept];
}

function preflightProblems(graph: StepGraph): GraphProblem[] {
  const preflight = graph.filter((step) => step.phase === "preflight");
  const effects = graph.filter((step) => step.kind !== "check");
  const early = preflight
    .filter((step) => step.kind !== "check")
    .map((step) => about(step, `Step "${step.id}" has an effect, but preflight may only look.`));
  const unguarded = effects.flatMap((step) => {
    const before = ancestorsOf(graph, step.id);
    const missed = preflight.filter((check) => check !== step && !before.has(check.id));
    return missed.map((check) =>
      about(step, `Step "${step.id}" has an effect and could run before the check "${check.id}".`),
    );
  });
  const none = preflight.length === 0 ? [overall("The playbook has no preflight checks.")] : [];
  return [...none, ...early, ...unguarded];
}

function pivotProblems(graph: StepGraph): GraphProblem[] {
  const pivots = graph.filter((step) => step.kind === "pivot");
  const [pivot] = pivots;
  if (pivot === undefined) {
    return [overall("The playbook has no pivot, so nothing says when the way back closes.")];
  }
  if (pivots.length > 1) {
    return [overall(`The playbook has more than one pivot: ${pivots.map((p) => p.id).join(", ")}.`)];
  }
  const before = ancestorsOf(graph, pivot.id);
  const late = graph
    .filter((step) => step.kind === "compensable" && !before.has(step.id))
    .map((step) =>
      about(step, `Step "${step.id}" is compensable but could run after the pivot "${pivot.id}".`),
    );
  const early = graph
    .filter((step) => step.kind === "retryable" && !ancestorsOf(graph, step.id).has(pivot.id))
    .map((step) =>
      about(step, `Step "${step.id}" has no compensation but could run before the pivot "${pivot.id}".`),
    );
  const verified = graph.some((step) => step.verifies && before.has(step.id) && step.phase !== "preflight");
  const misplaced =
    pivot.phase === "cutover"
      ? []
      : [about(pivot, `The pivot "${pivot.id}" does not belong to the phase cutover.`)];
  const unverified = verified
    ? []
    : [about(pivot, `Nothing verifies the target before the pivot "${pivot.id}".`)];
  const unproven = graph.some((step) => step.provesFence === true && before.has(step.id))
    ? []
    : [about(pivot, `Nothing proves before the pivot "${pivot.id}" that the fence held.`)];
  return [...late, ...early, ...unverified, ...unproven, ...misplaced];
}

function freshProblems(graph: StepGraph): GraphProblem[] {
  const pivot = graph.find((step) => step.kind === "pivot");
  const beforePivot = pivot === undefined ? new Set<string>() : ancestorsOf(graph, pivot.id);
  return graph.flatMap((step) => {
    if (step.fresh === undefined) return [];
    const wants = `Step "${step.id}" wants a fresh "${step.fresh}"`;
    const wanted = graph.find(({ id }) => id === step.fresh);
    if (!ancestorsOf(graph, step.id).has(step.fresh)) {
      return [about(step, `${wants}, which is not among the steps before it.`)];
    }
    if (wanted?.kind === "check") return [about(step, `${wants}, which cannot be undone and made anew.`)];
    return pivot === undefined || beforePivot.has(step.id)
      ? []
      : [about(step, `${wants} after the pivot, where nothing is undone any more.`)];
  });
}

function readProblems(graph: StepGraph): GraphProblem[] {
  return unread(graph, []).map(({ step, use }) =>
    about(step, `Step "${step.id}" uses the result of ${use}, which is not among the steps before it.`),
  );
}

function returnReadProblems(graph: StepGraph, run: StepGraph): GraphProblem[] {
  const pivot = run.find(({ kind }) => kind === "pivot");
  const before = pivot === undefined ? new Set<string>() : ancestorsOf(run, pivot.id);
  const done = run.filter((step) => step === pivot || before.has(step.id));
  return unread(graph, done).map(({ step, use }) =>
    about(
      step,
      `Step "${step.id}" uses the result of ${use}, which is neither among the return steps before it nor done before the pivot.`,
    ),
  );
}

/** What steps cannot do without, where neither a step before them nor one that is done hands it on. */
function unread(graph: StepGraph, done: StepGraph): { readonly step: GraphStep; readonly use: string }[] {
  return graph.flatMap((step) => {
    const before = ancestorsOf(graph, step.id);
    const handed = new Set([...done, ...graph.filter(({ id }) => before.has(id))].map(({ use }) => use));
    return (step.reads ?? []).filter((use) => !handed.has(use)).map((use) => ({ step, use }));
  });
}

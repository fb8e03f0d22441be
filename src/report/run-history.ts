import type { JournalEntry } from "../core/journal.ts";

/** Something that came to an end in a run, or turned it. */
export interface Happening {
  /** When it was over. */
  readonly at: string;
  readonly what:
    | "done"
    | "passed"
    | "found"
    | "failed"
    | "undone"
    | "resumed"
    | "recreated"
    | "turned"
    | "entered"
    | "closed";
  /** The step, where it is one. */
  readonly step: string | null;
  /** The step's title, or what happened, in words. */
  readonly text: string;
  /** How long it took; null where it took no time that is known. */
  readonly seconds: number | null;
  /** What a check found, or why a step failed. */
  readonly detail: readonly string[];
}

/** What steps are called, by their ids; for those that are not in the plan, as those of a way back. */
export type Titles = ReadonlyMap<string, string>;

/** What happened in a run, in order, read off its journal. */
export function runHistory(entries: readonly JournalEntry[], others: Titles): readonly Happening[] {
  const titles = new Map(others);
  const begun = new Map<string, string>();
  return entries.flatMap((entry): readonly Happening[] => {
    if (entry.type === "run.opened") {
      for (const { id, title } of entry.plan.steps) titles.set(id, title);
    }
    if (entry.type === "step.started" || entry.type === "step.compensating") begun.set(entry.step, entry.at);
    const { at } = entry;
    if (!("step" in entry)) {
      const happening = ofRun(entry);
      return happening === undefined ? [] : [{ at, step: null, seconds: null, ...happening }];
    }
    const { step } = entry;
    const happening = ofStep(entry);
    const known = { at, step, text: titles.get(step) ?? step, seconds: secondsOf(entry, begun.get(step)) };
    return happening === undefined ? [] : [{ ...known, ...happening }];
  });
}

type StepEntry = Extract<JournalEntry, { step: string }>;
type RunEntry = Exclude<JournalEntry, { step: string }>;

function ofStep(entry: StepEntry): Pick<Happening, "what" | "detail"> | undefined {
  switch (entry.type) {
    case "step.started":
    case "step.compensating":
      return undefined;
    case "check.passed":
      return { what: "passed", detail: entry.findings.map(({ code, summary }) => `${code}  ${summary}`) };
    case "step.succeeded":
      return { what: "done", detail: [] };
    case "step.adopted":
      return { what: "found", detail: [] };
    case "step.failed":
      return { what: "failed", detail: [entry.error.summary, ...entry.error.detail] };
    case "step.compensated":
      return { what: "undone", detail: [] };
  }
}

function ofRun(entry: RunEntry): Pick<Happening, "what" | "text" | "detail"> | undefined {
  switch (entry.type) {
    case "run.opened":
      return undefined;
    case "run.resumed":
      return { what: "resumed", text: `resumed ${entry.direction} by dbshift ${entry.tool}`, detail: [] };
    case "source.recreating":
      return undefined;
    case "source.recreated":
      return { what: "recreated", text: "the source's container was made again", detail: [] };
    case "run.turned":
      return { what: "turned", text: "turned round: everything is undone", detail: [entry.reason] };
    case "graph.entered":
      return { what: "entered", text: `${entry.graph} begun`, detail: [] };
    case "run.closed":
      return { what: "closed", text: `ended: ${entry.outcome}`, detail: [] };
  }
}

function secondsOf(entry: StepEntry, begun: string | undefined): number | null {
  const timed =
    entry.type === "step.succeeded" || entry.type === "step.failed" || entry.type === "step.compensated";
  return timed && begun !== undefined ? (Date.parse(entry.at) - Date.parse(begun)) / 1000 : null;
}

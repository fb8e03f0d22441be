import type { GraphStep } from "../core/graph.ts";

/** A step as far as it can be read out of a playbook that may be wrong in other places. */
export interface WrittenStep extends GraphStep {
  readonly use: string | undefined;
  /** Where it is in the data. */
  readonly path: readonly PropertyKey[];
}

/** The steps of both graphs that have a name, whatever else is wrong: enough to tell how they hang together. */
export function writtenSteps(data: unknown): Record<"steps" | "return", readonly WrittenStep[]> {
  return { steps: stepsIn(data, "steps"), return: stepsIn(data, "return") };
}

function stepsIn(data: unknown, key: "steps" | "return"): readonly WrittenStep[] {
  const list: unknown = fieldsOf(data)[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown, index) => {
    const { id, use, needs, after } = fieldsOf(each);
    if (typeof id !== "string") return [];
    return {
      ...{ id, path: [key, index], use: typeof use === "string" ? use : undefined },
      ...{ needs: wordsIn(needs), after: wordsIn(after) },
      // What it does is not known here, and not asked for.
      ...{ kind: "check", phase: "preflight", verifies: false },
    } as const;
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function wordsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
}

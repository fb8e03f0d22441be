import { createHash } from "node:crypto";
import type { z } from "zod";
import { checkGraph, checkReturnGraph, checkShape, type GraphProblem } from "../core/check-graph.ts";
import { inOrder, type GraphStep } from "../core/graph.ts";
import type { Playbook, PlaybookStep } from "./playbook.ts";
import { parseYaml, type ParsedYaml } from "./parse-yaml.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";
import { playbookSchema, type PlaybookText } from "./playbook-schema.ts";
import type { StepRegistry } from "./step-registry.ts";
import { writtenSteps, type WrittenStep } from "./written-steps.ts";

const largestText = 256 * 1024;
const mostProblems = 100;
const mostSteps = 1000;

/**
 * A playbook from its text, or every problem it has at once, in the order of the text. Where `engines` are given it has
 * to be for one of them.
 */
export function readPlaybook(
  text: string,
  registry: StepRegistry,
  engines?: readonly string[],
): Playbook | { readonly problems: readonly PlaybookProblem[] } {
  if (text.length > largestText) {
    return { problems: [{ line: 1, column: 1, text: "It is larger than 256 KiB." }] };
  }
  const yaml = parseYaml(text);
  if ("problems" in yaml) return { problems: sorted(yaml.problems) };
  const parsed = playbookSchema.safeParse(yaml.data);
  const written = writtenSteps(yaml.data);
  // How steps hang together takes long to find out of very many; that they are too many is all there is to say.
  if (!parsed.success && written.steps.length + written.return.length > mostSteps) {
    return { problems: sorted(schemaProblems(yaml, parsed.error)) };
  }
  const problems = [
    ...(parsed.success ? [] : schemaProblems(yaml, parsed.error)),
    ...unknownSteps(yaml, written, registry),
    ...sharedIds(yaml, written),
    ...(parsed.success && engines !== undefined ? otherEngine(yaml, parsed.data, engines) : []),
  ];
  // What else there is to say depends on what the steps do; where that is not known for all, their shape tells enough.
  if (!parsed.success || problems.length > 0) {
    return { problems: sorted([...problems, ...shapeProblems(yaml, written)]) };
  }
  const playbook = placed(text, parsed.data, registry);
  const { steps, returnSteps } = playbook;
  const found = [
    ...atSteps(yaml, written.steps, checkGraph(steps)),
    ...atSteps(yaml, written.return, checkReturnGraph(returnSteps, steps)),
  ];
  return found.length > 0 ? { problems: sorted(found) } : ordered(playbook);
}

type Written = ReturnType<typeof writtenSteps>;

function schemaProblems(yaml: ParsedYaml, { issues }: z.ZodError): PlaybookProblem[] {
  return issues.map((issue) => {
    const { path } = issue;
    const place = issue.code === "unrecognized_keys" ? [...path, ...issue.keys.slice(0, 1)] : path;
    const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
    const said = missing ? "it is missing" : issue.message;
    const where = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
    return yaml.problemAt(place, where === "" ? `${said}.` : `At ${where.replace(/^\./, "")}: ${said}.`);
  });
}

function unknownSteps(yaml: ParsedYaml, written: Written, registry: StepRegistry): PlaybookProblem[] {
  return [...written.steps, ...written.return]
    .filter(({ use }) => use !== undefined && !registry.has(use))
    .map(({ id, use = "", path }) =>
      yaml.problemAt([...path, "use"], `Step "${id}" uses "${use}", which dbshift does not have.`),
    );
}

function otherEngine(
  yaml: ParsedYaml,
  { engine }: PlaybookText,
  engines: readonly string[],
): PlaybookProblem[] {
  if (engines.includes(engine)) return [];
  const known = engines.join(", ");
  return [yaml.problemAt(["engine"], `It is for "${engine}"; the databases dbshift knows are: ${known}.`)];
}

/** Both graphs are kept in one journal, where a step is known by its id. */
function sharedIds(yaml: ParsedYaml, { steps, return: back }: Written): PlaybookProblem[] {
  const ids = new Set(steps.map(({ id }) => id));
  return back
    .filter(({ id }) => ids.has(id))
    .map(({ id, path }) => yaml.problemAt(path, `Two steps are called "${id}".`));
}

function shapeProblems(yaml: ParsedYaml, written: Written): PlaybookProblem[] {
  return [
    ...atSteps(yaml, written.steps, checkShape(written.steps, "The steps")),
    ...atSteps(yaml, written.return, checkShape(written.return, "The return steps")),
  ];
}

function atSteps(
  yaml: ParsedYaml,
  steps: readonly WrittenStep[],
  problems: readonly GraphProblem[],
): PlaybookProblem[] {
  return problems.map(({ step, text }) => {
    // Of two steps of one name, the second is the one too many.
    const path = steps.findLast(({ id }) => id === step)?.path ?? ["steps"];
    return yaml.problemAt(path, text);
  });
}

/** In the order of the text, and no more than anybody reads. */
function sorted(problems: readonly PlaybookProblem[]): readonly PlaybookProblem[] {
  const all = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const next = all[mostProblems];
  if (next === undefined) return all;
  const more = `${String(all.length - mostProblems)} more problems follow.`;
  return [...all.slice(0, mostProblems), { ...next, text: more }];
}

function placed(text: string, written: PlaybookText, registry: StepRegistry): Playbook {
  const place = (step: PlaybookText["steps"][number]): PlaybookStep => {
    const found = registry.get(step.use);
    if (found === undefined) throw new Error(`dbshift is wrong about itself: unknown step ${step.use}`);
    const { kind, reads = [] } = found;
    return {
      ...{ ...step, step: found, kind, reads: reads.map(({ id }) => id) },
      verifies: kind === "check" && found.verifies === true,
      ...(kind === "check" ? {} : { retires: found.retires, provesFence: found.provesFence }),
    };
  };
  return {
    name: written.name,
    engine: written.engine,
    strategy: written.strategy,
    title: written.title,
    description: written.description,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    steps: written.steps.map(place),
    returnSteps: written.return.map(place),
  };
}

function ordered(playbook: Playbook): Playbook {
  const sort = <S extends GraphStep>(steps: readonly S[]): readonly S[] => {
    const result = inOrder(steps);
    return "order" in result ? result.order : [];
  };
  return { ...playbook, steps: sort(playbook.steps), returnSteps: sort(playbook.returnSteps) };
}

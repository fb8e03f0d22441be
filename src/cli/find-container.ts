import { blocker } from "../core/finding.ts";
import { Refused, UsageError } from "../core/errors.ts";
import type { Pair } from "../core/pair.ts";
import type { Engine } from "../ports/engine.ts";
import type { Prompter } from "../ports/prompter.ts";
import type { RuntimeReader } from "../ports/runtime.ts";
import { candidateLines, type Candidate } from "../report/candidate-lines.ts";
import { findCandidates } from "./find-candidates.ts";

interface Search {
  readonly runtime: RuntimeReader;
  /** That asks nobody anything. */
  readonly engine: Engine;
  readonly pair: Pair;
  readonly prompter: Prompter;
  /** The command as it is typed with a container. */
  readonly typed: (container: string) => string;
}

/**
 * The container to upgrade, where none was named: those that fit are shown, and a person chooses; a single one is
 * proposed.
 *
 * @throws UsageError with the candidates and what to type, where nobody can be asked
 * @throws Refused where none fits
 */
export async function findContainer(search: Search): Promise<string> {
  const { runtime, engine, pair, prompter } = search;
  const { fitting, others } = await findCandidates(runtime, engine, pair);
  if (fitting.length === 0) throw noCandidate(search, others);
  if (!prompter.interactive) throw containerMissing(search, fitting);
  const lines = candidateLines(fitting);
  return prompter.choose(
    fitting.length === 1 ? "One database fits. Is it this one?" : "Which database is it?",
    fitting.map(({ name }, index) => ({ name: lines[index] ?? name, value: name })),
  );
}

function noCandidate({ engine, pair: { from, to } }: Search, others: readonly Candidate[]): Refused {
  const wanted = from ?? `older than ${to}`;
  const found = others.length === 0 ? [] : ["These are here:", ...candidateLines(others)];
  return Refused.because([
    blocker("NO-CONTAINER", {
      summary: `No running container with ${engine.title} ${wanted} was found`,
      ...(found.length > 0 && { detail: found.join("\n") }),
      remedy: "Name the container after the pair; look at the names with: docker ps",
    }),
  ]);
}

const mostCommands = 5;

function containerMissing({ typed }: Search, fitting: readonly Candidate[]): UsageError {
  return new UsageError({
    summary: "The argument [container] is missing, and nobody can be asked here",
    detail: [
      fitting.length === 1 ? "One database fits:" : "These databases fit:",
      ...candidateLines(fitting).map((line) => `    ${line}`),
      "Nothing was changed.",
    ],
    next: fitting.slice(0, mostCommands).map(({ name }) => typed(name)),
  });
}

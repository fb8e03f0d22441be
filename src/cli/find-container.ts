import { blocker } from "../core/finding.ts";
import { Refused, UsageError } from "../core/errors.ts";
import type { Pair } from "../core/pair.ts";
import type { Engine } from "../ports/engine.ts";
import type { Prompter } from "../ports/prompter.ts";
import { label, type Container, type RuntimeReader } from "../ports/runtime.ts";
import { sizeText } from "../report/size-text.ts";

interface Search {
  readonly runtime: RuntimeReader;
  readonly engine: Engine;
  readonly pair: Pair;
  readonly prompter: Prompter;
}

interface Candidate {
  readonly name: string;
  readonly description: string;
}

/**
 * The container to upgrade, where none was named: running ones that look like this engine and have the version are
 * proposed, and a person chooses.
 *
 * @throws UsageError with the candidates, where nobody can be asked
 */
export async function findContainer({ runtime, engine, pair, prompter }: Search): Promise<string> {
  const candidates = await findCandidates(runtime, engine, pair);
  if (candidates.length === 0) throw noCandidate(engine, pair);
  if (!prompter.interactive) throw containerMissing(engine, pair, candidates);
  return prompter.choose(
    "Which database is to be upgraded?",
    candidates.map(({ name, description }) => ({ name: description, value: name })),
  );
}

async function findCandidates(
  runtime: RuntimeReader,
  engine: Engine,
  pair: Pair,
): Promise<readonly Candidate[]> {
  const running = (await runtime.listContainers()).filter(
    (container) => container.state === "running" && container.labels[label.run] === undefined,
  );
  const found = await Promise.all(running.map((container) => candidateOf(container, runtime, engine, pair)));
  return found.filter((candidate) => candidate !== undefined);
}

async function candidateOf(
  container: Container,
  runtime: RuntimeReader,
  engine: Engine,
  pair: Pair,
): Promise<Candidate | undefined> {
  if (!engine.recognises(container, await runtime.findImage(container.imageId))) return undefined;
  const facts = await engine.look(runtime, container).catch(() => []);
  if (!("major" in facts)) return undefined;
  if (pair.from !== undefined && engine.majorOf(pair.from) !== facts.major) return undefined;
  const description = `${container.name}  ${facts.version}, ${sizeText(facts.sizeBytes)}, ${facts.summary}`;
  return { name: container.name, description };
}

function noCandidate(engine: Engine, { from }: Pair): Refused {
  return Refused.because([
    blocker("NO-CONTAINER", {
      summary: `No running container with ${engine.title}${from === undefined ? "" : ` ${from}`} was found`,
      remedy: "Name the container after the pair; look at the names with: docker ps",
    }),
  ]);
}

function containerMissing(engine: Engine, { from, to }: Pair, candidates: readonly Candidate[]): UsageError {
  const pair = from === undefined ? `--to ${to}` : `${from}..${to}`;
  return new UsageError({
    summary: "The argument [container] is missing, and nobody can be asked here",
    detail: ["These containers fit:", ...candidates.map(({ description }) => description)],
    next: candidates.slice(0, 3).map(({ name }) => `dbshift ${engine.id} ${pair} ${name}`),
  });
}

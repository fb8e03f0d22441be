import type { Pair } from "../core/pair.ts";
import type { Engine } from "../ports/engine.ts";
import type { Container, RuntimeReader } from "../ports/runtime.ts";
import type { Candidate } from "../report/candidate-lines.ts";
import { listDatabases } from "./list-databases.ts";

export interface Candidates {
  /** They run, and have the version that is to be upgraded. */
  readonly fitting: readonly Candidate[];
  /** They are of the same engine, and not meant. */
  readonly others: readonly Candidate[];
}

/**
 * The databases on the host, sorted by whether a pair of versions can mean them. Nobody is asked for a password: a server
 * that does not let itself be asked counts by the version of its image.
 */
export async function findCandidates(
  runtime: RuntimeReader,
  engine: Engine,
  pair: Pair,
): Promise<Candidates> {
  const seen = await Promise.all(
    (await listDatabases(runtime, engine)).map((container) => see(runtime, engine, container)),
  );
  const fits = ({ candidate: { state }, major }: Seen): boolean =>
    state === "running" && major !== undefined && isMeant(engine, pair, major);
  return {
    fitting: seen.filter(fits).map(({ candidate }) => candidate),
    others: seen.filter((each) => !fits(each)).map(({ candidate }) => candidate),
  };
}

interface Seen {
  readonly candidate: Candidate;
  readonly major: string | undefined;
}

async function see(runtime: RuntimeReader, engine: Engine, container: Container): Promise<Seen> {
  const { name, state, labels } = container;
  const known = { name, state, project: labels["com.docker.compose.project"] };
  const facts = state === "running" ? await engine.look(runtime, container).catch(() => []) : [];
  if ("major" in facts) {
    const { version, sizeBytes, major } = facts;
    return { candidate: { ...known, version, sizeBytes }, major };
  }
  const image = await runtime.findImage(container.imageId);
  const major = image && engine.majorOfImage(image);
  return { candidate: { ...known, version: major, sizeBytes: undefined }, major };
}

function isMeant(engine: Engine, { from, to }: Pair, major: string): boolean {
  if (from !== undefined) return (engine.majorOf(from) ?? from) === major;
  return engine.compareMajors(major, engine.majorOf(to) ?? to) < 0;
}

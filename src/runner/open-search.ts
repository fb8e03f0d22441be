import { StepError } from "../core/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Engine } from "../ports/engine.ts";
import { label, type Container, type Labels, type Runtime } from "../ports/runtime.ts";

export interface SearchPorts {
  readonly runtime: Runtime;
  readonly engine: Engine;
  readonly clock: Clock;
  /** On the container that looks. */
  readonly labels: Labels;
  readonly signal: AbortSignal;
}

/** Looks into volumes by name; what the engine's search printed. */
export type OpenSearch = (volumes: readonly string[]) => Promise<string>;

/** So many images are tried. */
const mostImages = 5;

/**
 * A way to look into volumes. Only Docker knows where they are, so what looks is a container of an image that is here
 * already, with the volumes mounted read-only (no time of a file moves either) and without a network. It is removed
 * again whatever happens; one whose dbshift was killed is removed by the next search. Undefined where no image will do.
 */
export async function openSearch(
  ports: SearchPorts,
  containers: readonly Container[],
): Promise<OpenSearch | undefined> {
  await removeAbandoned(ports, containers);
  for (const image of await imagesFor(ports, containers)) {
    if (await canSearch(ports, image)) return (volumes) => searchOnce(ports, image, volumes);
  }
  return undefined;
}

/** Not every image has a shell and its tools; this engine's own have, so they come first. */
async function imagesFor(
  { runtime, engine }: SearchPorts,
  containers: readonly Container[],
): Promise<readonly string[]> {
  const all = await runtime.listImages();
  const used = containers.map(({ imageId }) => imageId);
  const own: string[] = [];
  for (const id of new Set([...used, ...all])) {
    const image = await runtime.findImage(id);
    if (image !== undefined && engine.majorOfImage(image) !== undefined) own.push(id);
  }
  return [...new Set([...own, ...all])].slice(0, mostImages);
}

async function canSearch(ports: SearchPorts, image: string): Promise<boolean> {
  try {
    await searchOnce(ports, image, []);
    return true;
  } catch {
    ports.signal.throwIfAborted();
    return false;
  }
}

const ours = { [label.run]: "doctor", [label.role]: "search" };
const longestSeconds = 600;

async function searchOnce(ports: SearchPorts, image: string, volumes: readonly string[]): Promise<string> {
  const { runtime, engine, clock, labels, signal } = ports;
  signal.throwIfAborted();
  const places = volumes.map((_, index) => `/search/${String(index)}`);
  const id = await runtime.createHelper({
    name: `dbshift-doctor-${String(clock.now().getTime())}-${String(process.pid)}`,
    image,
    labels: { ...labels, ...ours },
    user: "0",
    may: ["handle all files"],
    argv: ["sh", "-c", engine.clusterSearch.script, "search", ...places],
    mounts: volumes.map((volume, index) => ({ volume, at: places[index] ?? "", readOnly: true })),
  });
  try {
    signal.throwIfAborted();
    await runtime.start(id);
    return await outputOf(runtime, id, signal);
  } finally {
    await runtime.removeContainer(id, ours);
  }
}

async function outputOf(runtime: Runtime, id: string, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(longestSeconds * 1000);
  const exitCode = await runtime.wait(id, AbortSignal.any([signal, limit]));
  if (exitCode === 0) return runtime.output(id);
  throw new StepError({ summary: `the search ended with exit code ${String(exitCode)}` });
}

/** Older than any search may take: its dbshift was killed. A younger one may be looking right now. */
async function removeAbandoned(
  { runtime, clock }: SearchPorts,
  containers: readonly Container[],
): Promise<void> {
  const oldest = clock.now().getTime() - 2 * longestSeconds * 1000;
  for (const { id, labels, createdAt } of containers) {
    const isOurs = Object.entries(ours).every(([name, value]) => labels[name] === value);
    if (isOurs && Date.parse(createdAt) < oldest) await runtime.removeContainer(id, ours);
  }
}

import { DeadlinePassed, StepError } from "../core/errors.ts";
import type { CopyWork } from "../ports/copy-work.ts";
import type { Engine } from "../ports/engine.ts";
import { label, type Labels, type PublishedPort, type Runtime } from "../ports/runtime.ts";

interface Wish {
  readonly work: CopyWork;
  readonly name: string;
  readonly ports: readonly PublishedPort[];
}

const readySeconds = 600;
const pollMilliseconds = 100;

/**
 * Makes a volume and a container from a safety copy and waits until the server answers; on the very data, where the copy
 * is of a volume. Where that fails nothing of it is left. Returns the container's id.
 */
export async function startCopy(engine: Engine, { work, name, ports }: Wish): Promise<string> {
  const { runtime, volume, image, copy, labels, signal } = work;
  try {
    await runtime.createVolume(volume, { ...labels, [label.role]: "restored", [label.purpose]: "data" });
    await engine.fillFromCopy(work);
    signal.throwIfAborted();
    work.note("starting the server");
    const id = await runtime.createServer({
      name,
      image,
      labels: { ...labels, [label.role]: "restored" },
      environment: {},
      volume,
      at: copy.mountAt,
      ports,
    });
    await runtime.start(id);
    const identity = await awaitAnswer(engine, work, id);
    if (copy.kind === "volume" && identity !== copy.identity) {
      throw new StepError({ summary: "The server that started holds other data than the copy says" });
    }
    return id;
  } catch (error) {
    await removeAll(runtime, labels);
    throw error;
  }
}

async function awaitAnswer(
  engine: Engine,
  { runtime, clock, signal }: CopyWork,
  id: string,
): Promise<string> {
  const end = clock.now().getTime() + readySeconds * 1000;
  for (;;) {
    signal.throwIfAborted();
    const running = (await runtime.findContainer(id))?.state === "running";
    const answer = running ? await engine.answers(runtime, id).catch(() => undefined) : undefined;
    if (answer !== undefined) return answer.identity;
    if (!running || clock.now().getTime() > end) {
      const log = await runtime.logTail(id, 15);
      throw new DeadlinePassed("The server did not become ready", readySeconds, log.split("\n"));
    }
    await clock.sleep(pollMilliseconds, signal);
  }
}

async function removeAll(runtime: Runtime, labels: Labels): Promise<void> {
  for (const { id } of await runtime.listContainers(labels)) await runtime.removeContainer(id, labels);
  for (const { name } of await runtime.listVolumes(labels)) await runtime.removeVolume(name, labels);
}

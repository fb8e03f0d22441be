import type { Readable } from "node:stream";
import { z } from "zod";
import { StepError } from "../../core/errors.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { Engine } from "./engine.ts";
import { findImageJson } from "./look-up.ts";
import { registryCredentials } from "./registry-credentials.ts";
import { EngineRefused } from "./translate-error.ts";
import { visibleText } from "./visible-text.ts";

export interface Pull {
  readonly reference: string;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export async function pullImage(engine: Engine, { reference, progress, signal }: Pull): Promise<string> {
  const doing = `pulling ${reference}`;
  const credentials = await registryCredentials(reference);
  const call = {
    method: "POST",
    path: "/images/create",
    patient: true,
    query: whatToPull(reference),
    signal,
    doing,
  } as const;
  try {
    const events = await engine.stream({ ...call, ...(credentials && { credentials }) });
    await follow(events, reference, progress);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EngineRefused) throw notPulled(reference, error.detail.join(" "));
    throw error;
  }
  const image = await findImageJson(engine, reference);
  if (!image) throw notPulled(reference, "The pull ended without an error, and the image is not here.");
  return image.Id;
}

/** Without a tag the engine would pull every tag of the repository. */
export function whatToPull(reference: string): { fromImage: string; tag: string } {
  const digest = /^(?<name>[^@]+)@(?<digest>.+)$/.exec(reference)?.groups;
  const name = digest?.["name"] ?? reference;
  const tagged = /^(?<name>.+):(?<tag>[^/:]+)$/.exec(name)?.groups;
  return { fromImage: tagged?.["name"] ?? name, tag: digest?.["digest"] ?? tagged?.["tag"] ?? "latest" };
}

/** What else an engine, or something between it and us, may say here counts as said and not understood. */
const pullEvent = z.object({
  id: z.string().catch(""),
  status: z.string().optional().catch(undefined),
  progressDetail: z
    .object({ current: z.number().min(0).catch(0), total: z.number().min(0) })
    .optional()
    .catch(undefined),
  error: z.string().optional().catch("It did not say why."),
  errorDetail: z.object({ message: z.string().optional() }).optional().catch(undefined),
});
type PullEvent = z.infer<typeof pullEvent>;

const longestLine = 1024 * 1024;

/** An error comes as an event of a stream that began with status 200. */
async function follow(events: Readable, reference: string, progress: Pull["progress"]): Promise<void> {
  const layers = new Map<string, { done: number; total: number }>();
  for await (const line of linesOf(events, reference)) {
    const event = eventIn(line, reference);
    const problem = event.errorDetail?.message ?? event.error;
    if (problem !== undefined) throw notPulled(reference, visibleText(problem));
    if (count(event, layers)) progress(sum(layers, "done"), sum(layers, "total"));
  }
}

function eventIn(line: string, reference: string): PullEvent {
  try {
    return pullEvent.parse(JSON.parse(line));
  } catch {
    const said = visibleText(line.slice(0, 200));
    throw notPulled(reference, `What the engine tells of it cannot be understood: ${said}`);
  }
}

async function* linesOf(bytes: Readable, reference: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of bytes.setEncoding("utf8")) {
    const lines = `${rest}${chunk as string}`.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw notPulled(reference, "The engine tells of it without an end.");
    yield* lines.filter((line) => line.trim() !== "");
  }
  if (rest.trim() !== "") yield rest;
}

/** Only what is downloaded counts: a layer's bytes are told a second time while it is unpacked. */
function count(event: PullEvent, layers: Map<string, { done: number; total: number }>): boolean {
  const { id, status, progressDetail: detail } = event;
  if (status === "Downloading" && detail !== undefined) {
    layers.set(id, { done: detail.current, total: detail.total });
    return true;
  }
  const layer = layers.get(id);
  if (status !== "Download complete" || !layer) return false;
  layer.done = layer.total;
  return true;
}

function sum(layers: ReadonlyMap<string, { done: number; total: number }>, key: "done" | "total"): number {
  return [...layers.values()].reduce((all, layer) => all + layer[key], 0);
}

function notPulled(reference: string, reason: string): StepError {
  return new StepError({
    summary: `${reference} could not be pulled`,
    detail: [reason],
    next: [`docker pull ${shellWord(reference)}`],
  });
}

import { DbshiftError } from "../../core/errors.ts";
import type { Engine } from "./engine.ts";
import { registryCredentials } from "./registry-credentials.ts";

/** A plan is not to wait for a registry that does not answer. */
const patienceMilliseconds = 10_000;

/**
 * What a registry would give for a reference now, asked by the engine, which pulls nothing for it. Undefined where it is
 * not told: no way to the registry, no such image, no right to it.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Distribution
 */
export async function registryDigest(engine: Engine, reference: string): Promise<string | undefined> {
  if (!/^[\w][\w.:@/-]*$/.test(reference) || reference.includes("..")) return undefined;
  const limit = AbortSignal.timeout(patienceMilliseconds);
  const credentials = await registryCredentials(reference);
  const call = {
    method: "GET",
    path: `/distribution/${reference}/json`,
    signal: limit,
    doing: `asking the registry for ${reference}`,
  } as const;
  try {
    const answer = await engine.ask({ ...call, ...(credentials && { credentials }) });
    return digestIn(answer);
  } catch (error) {
    if (limit.aborted || error instanceof DbshiftError) return undefined;
    throw error;
  }
}

function digestIn(answer: unknown): string | undefined {
  const { Descriptor: descriptor } = (answer ?? {}) as { Descriptor?: { readonly digest?: unknown } };
  return typeof descriptor?.digest === "string" ? descriptor.digest : undefined;
}

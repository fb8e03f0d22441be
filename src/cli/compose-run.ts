import { UsageError } from "../core/errors.ts";
import { engines, type EngineEntry, type EngineParts } from "../engines/registry.ts";
import type { LeaseKeeper } from "../ports/lease.ts";
import type { Runtime } from "../ports/runtime.ts";
import { isInteractive } from "./interactive.ts";
import type { CommonOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { askPassword } from "./terminal-prompter.ts";

export interface Docker {
  readonly runtime: Runtime;
  readonly leases: LeaseKeeper;
}

export async function connectDocker({ context }: CommonOptions): Promise<Docker> {
  const { dockerRuntime } = await import("../runtime/docker/docker-runtime.ts");
  return dockerRuntime(context === undefined ? {} : { context });
}

/** @throws UsageError where there is no engine of that name */
export async function loadEngine(id: string, output: Output): Promise<EngineParts> {
  return engineEntry(id).load(isInteractive(output) ? { ask: askPassword } : {});
}

/** The same, of an engine that asks nobody for a password. */
export async function loadMuteEngine(id: string): Promise<EngineParts> {
  return engineEntry(id).load({});
}

/** @throws UsageError where there is no engine of that name */
export function engineEntry(id: string): EngineEntry {
  const entry = engines.find((engine) => engine.id === id);
  if (entry === undefined) {
    throw new UsageError({
      summary: `dbshift does not know a database called "${id}"`,
      detail: [`It knows: ${engines.map((engine) => engine.id).join(", ")}.`],
    });
  }
  return entry;
}

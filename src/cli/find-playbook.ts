import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { messageOf, UsageError } from "../core/errors.ts";
import type { Pair } from "../core/pair.ts";
import type { EngineParts } from "../engines/registry.ts";
import { loadPlaybook } from "../playbook/load-playbook.ts";
import type { Playbook } from "../playbook/playbook.ts";
import { stepRegistry, type StepRegistry } from "../playbook/step-registry.ts";
import { dockerSteps } from "../steps/docker-steps.ts";

export interface PlaybookChoice {
  /** A file of the user's own. */
  readonly file?: string | undefined;
  /** The name of one that comes with dbshift. */
  readonly name?: string | undefined;
  readonly strategy?: string | undefined;
  /** The pair it is for, where one was asked for. */
  readonly pair?: Pair | undefined;
}

/** The package's own playbooks, two directories up from here in src and in dist alike. */
const directory = new URL("../../playbooks/", import.meta.url);

/**
 * The playbook for an engine: the file given, else the packaged one of that name or strategy, else the engine's for the
 * pair.
 *
 * @throws UsageError where there is none, it is damaged, or it is for another engine
 */
export function findPlaybook(
  { engine, steps }: EngineParts,
  { file, name, strategy, pair }: PlaybookChoice,
): Playbook {
  const registry = stepRegistry(dockerSteps, steps);
  const byPair = (pair && engine.playbookFor?.(pair)) ?? engine.defaultPlaybook;
  const packaged = name ?? (strategy === undefined ? byPair : `${engine.id}-${strategy}`);
  const playbook =
    file === undefined ? packagedPlaybook(packaged, registry) : loadPlaybookFile(file, registry);
  if (playbook.engine === engine.id) return playbook;
  throw new UsageError({
    summary: `The playbook "${playbook.name}" is for ${playbook.engine}, not for ${engine.id}`,
  });
}

export function loadPlaybookFile(file: string, registry: StepRegistry): Playbook {
  return loadPlaybook(readPlaybookText(file), file, registry);
}

/** @throws UsageError where the file cannot be read */
export function readPlaybookText(file: string): string {
  return readText(file, file);
}

/** The names of the playbooks that come with dbshift. */
export function packagedPlaybooks(): readonly string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

export function packagedPlaybook(name: string, registry: StepRegistry): Playbook {
  const names = packagedPlaybooks();
  if (!names.includes(name)) {
    throw new UsageError({
      summary: `There is no playbook called "${name}"`,
      detail: [`dbshift comes with: ${names.join(", ")}.`],
      next: ["dbshift playbook list"],
    });
  }
  const url = new URL(`${name}.yaml`, directory);
  return loadPlaybook(readText(url, name), fileURLToPath(url), registry);
}

function readText(file: string | URL, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError({ summary: `The playbook ${name} cannot be read`, detail: [messageOf(error)] });
  }
}

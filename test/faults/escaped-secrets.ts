import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { secretsIn } from "../support/secrets-in.ts";
import type { SecretsCampaign } from "./secrets-campaign.ts";

/** A place where secrets of a campaign were found and may not be. */
export interface Escape {
  readonly kind: "output" | "file" | "event" | "log" | "description" | "statement" | "process";
  readonly where: string;
  /** The places by which they had come in. */
  readonly secrets: readonly string[];
}

/** What the source's user gave its container. A server of that user is started with it, and shows it to its processes. */
const given: ReadonlySet<string> = new Set(["argument", "environment", "file", "superuser"]);

/** What the caller's environment holds, the tool has. */
const callers: ReadonlySet<string> = new Set(["caller", "host"]);

/** Every escape of the secrets of a campaign; how many there are is the figure. */
export async function escapedSecrets(campaign: SecretsCampaign): Promise<Escape[]> {
  const { secrets, results, typed, statements, open, described } = campaign;
  const escapes: Escape[] = [...escapesIntoProcesses(campaign)];
  const search = (kind: Escape["kind"], where: string, text: string, lawful?: ReadonlySet<string>): void => {
    const found = secretsIn(text, secrets).filter((place) => lawful?.has(place) !== true);
    if (found.length > 0) escapes.push({ kind, where, secrets: found });
  };
  for (const [name, { stdout, stderr }] of Object.entries(results)) {
    search("output", `stdout of ${name}`, stdout);
    search("output", `stderr of ${name}`, stderr);
  }
  search("output", "the screen", typed.screen);
  for (const file of await keptFiles(campaign)) {
    // Copies of the data, which they are asked for.
    if (!file.endsWith(".gz")) search("file", file, await readFile(file, "latin1"));
  }
  search("event", "docker events", JSON.stringify(open.watch.events));
  for (const { role, serves, inspected, log } of described.found) {
    search("log", role, await log);
    search("description", role, inspected, serves ? given : undefined);
  }
  search("statement", "pg_stat_statements of the target", statements);
  return escapes;
}

function escapesIntoProcesses({ sampler, described, sources }: SecretsCampaign): Escape[] {
  const serving = described.found.filter(({ serves }) => serves).map(({ id }) => id);
  const servers = new Set([...sources, ...serving]);
  return sampler.sightings
    .filter(({ place, where, container }) => {
      if (place === "control") return false;
      if (container === undefined) return !(callers.has(place) && where === "environ");
      return !(servers.has(container) && given.has(place));
    })
    .map(({ place, where, command }) => ({
      kind: "process",
      where: `${where} of ${command}`,
      secrets: [place],
    }));
}

/** What the runs of a campaign have left in the directories of its states and of its copies. */
export async function keptFiles({ open, locked, backups }: SecretsCampaign): Promise<string[]> {
  const directories = [open.stateHome, locked.stateHome, backups];
  const found = await Promise.all(
    directories.map((directory) => readdir(directory, { recursive: true, withFileTypes: true })),
  );
  const files = found.flat().filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name));
}

import { readFile, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";

const unitDirectories: readonly string[] = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
  "/etc/containers/systemd",
  join(homedir(), ".config/containers/systemd"),
];

/** Units with a line that starts, stops or makes a container of this name; a service manager would fight the run. */
export async function serviceUnitsNaming(
  container: string,
  directories: readonly string[] = unitDirectories,
): Promise<readonly string[]> {
  const names = naming(container);
  const units = new Set<string>();
  for (const directory of directories) {
    for (const { unit, file } of await unitFilesIn(directory)) {
      const text = await readFile(file, "utf8").catch(() => "");
      if (names(text) || isQuadletOf(container, unit, text)) units.add(unit);
    }
  }
  return [...units].sort();
}

async function unitFilesIn(directory: string): Promise<readonly { unit: string; file: string }[]> {
  const entries = await entriesOf(directory);
  const files = entries
    .filter((name) => /\.(service|container)$/.test(name))
    .map((name) => ({ unit: name, file: join(directory, name) }));
  const dropIns = entries.filter((name) => /\.(service|container)\.d$/.test(name));
  for (const name of dropIns) {
    const unit = basename(name, ".d");
    for (const part of await entriesOf(join(directory, name))) {
      if (part.endsWith(".conf")) files.push({ unit, file: join(directory, name, part) });
    }
  }
  return files;
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}

/** As a whole word: what may stand in a container's name continues it. */
function naming(container: string): (text: string) => boolean {
  const word = new RegExp(`(?<![\\w.-])${container.replace(/\W/g, "\\$&")}(?![\\w.-])`);
  return (text) =>
    text
      .replaceAll("\\\n", " ")
      .split("\n")
      .some((line) => /^\s*(Exec\w*|ContainerName)\s*=/.test(line) && word.test(line));
}

/** Podman names a quadlet's container after its unit unless told otherwise. */
function isQuadletOf(container: string, unit: string, text: string): boolean {
  return (
    unit.endsWith(".container") &&
    !/^\s*ContainerName\s*=/m.test(text) &&
    container === `systemd-${basename(unit, ".container")}`
  );
}

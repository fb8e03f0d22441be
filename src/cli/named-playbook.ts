import { UsageError } from "../core/errors.ts";
import type { Playbook } from "../playbook/playbook.ts";
import { loadPlaybookFile, packagedPlaybook, packagedPlaybooks } from "./find-playbook.ts";
import { wholeRegistry } from "./whole-registry.ts";

/**
 * The playbook that a command about playbooks means: a file's, or the one that comes with dbshift under this name, or the
 * first of those.
 */
export async function namedPlaybook(name: string | undefined, file: string | undefined): Promise<Playbook> {
  if (name !== undefined && file !== undefined) {
    throw new UsageError({
      summary: "Two playbooks are named",
      detail: [`"${name}" is one that comes with dbshift, and --playbook names a file.`],
    });
  }
  const registry = await wholeRegistry();
  return file === undefined
    ? packagedPlaybook(name ?? packagedPlaybooks()[0] ?? "", registry)
    : loadPlaybookFile(file, registry);
}

import { findPlaybook } from "../../src/cli/find-playbook.ts";
import { engines } from "../../src/engines/registry.ts";
import type { Playbook } from "../../src/playbook/playbook.ts";

/** A playbook that comes with dbshift, by its engine and strategy. */
export async function shippedPlaybook(id: string, strategy: string): Promise<Playbook> {
  const engine = engines.find((each) => each.id === id);
  if (engine === undefined) throw new Error(`There is no engine ${id}.`);
  return findPlaybook(await engine.load({}), { strategy });
}

import { hash } from "node:crypto";
import { journalIn } from "./journal-in.ts";
import type { World } from "./world.ts";

/**
 * The same for two worlds in which everything is the same and every journal reads the same: what is begun in either comes
 * to the same end. They may differ in the half of a record that a journal ends in, where nobody makes anything of it.
 */
export function stateKey(world: World): string {
  const journals = Object.entries(world.journals).map(([run, text]) => {
    const { damage } = journalIn(world, run);
    return [run, damage === undefined ? text.slice(0, text.lastIndexOf("\n") + 1) : text];
  });
  return hash("sha256", JSON.stringify({ ...world, journals }), "base64");
}

import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { packagedPlaybook, packagedPlaybooks } from "../find-playbook.ts";
import type { Output } from "../output.ts";
import { wholeRegistry } from "../whole-registry.ts";

/** Lists the playbooks that come with dbshift. */
export async function playbookList(output: Output): Promise<ExitCode> {
  const registry = await wholeRegistry();
  const playbooks = packagedPlaybooks().map((name) => packagedPlaybook(name, registry));
  const width = Math.max(...playbooks.map(({ name }) => name.length));
  output.print(playbooks.map(({ name, title }) => `${name.padEnd(width)}  ${title}`).join("\n"));
  output.printJson({
    ok: true,
    playbooks: playbooks.map(({ name, engine, strategy, title, sha256 }) => ({
      name,
      engine,
      strategy,
      title,
      sha256,
    })),
    exit: exitCodes.done,
  });
  return exitCodes.done;
}

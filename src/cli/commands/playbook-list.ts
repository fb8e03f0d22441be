import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { engines } from "../../engines/registry.ts";
import { stepRegistry } from "../../playbook/step-registry.ts";
import { dockerSteps } from "../../steps/docker-steps.ts";
import { packagedPlaybook, packagedPlaybooks } from "../find-playbook.ts";
import type { Output } from "../output.ts";

/** Lists the playbooks that come with dbshift. */
export async function playbookList(output: Output): Promise<ExitCode> {
  const parts = await Promise.all(engines.map((engine) => engine.load({})));
  const registry = stepRegistry(dockerSteps, ...parts.map(({ steps }) => steps));
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

import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import type { PlaybookStep } from "../../playbook/playbook.ts";
import { playbookText } from "../../report/playbook-text.ts";
import { namedPlaybook } from "../named-playbook.ts";
import type { ShowOptions } from "../options.ts";
import type { Output } from "../output.ts";

/** Shows a playbook's steps as a picture: the run graph with its pivot, and the return graph. */
export async function playbookShow(
  name: string | undefined,
  { playbook: file }: ShowOptions,
  output: Output,
): Promise<ExitCode> {
  const shown = await namedPlaybook(name, file);
  output.print(playbookText(shown, output.paintResults));
  const { engine, strategy, title, sha256, steps, returnSteps } = shown;
  output.printJson({
    ok: true,
    playbook: {
      name: shown.name,
      engine,
      strategy,
      title,
      sha256,
      steps: steps.map(bare),
      return: returnSteps.map(bare),
    },
    exit: exitCodes.done,
  });
  return exitCodes.done;
}

function bare({ id, use, step, kind, phase, needs, after }: PlaybookStep): object {
  return { id, use, title: step.title, kind, phase, needs, after };
}

import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { playbookDot } from "../../report/playbook-dot.ts";
import { playbookMermaid } from "../../report/playbook-mermaid.ts";
import { namedPlaybook } from "../named-playbook.ts";
import type { GraphOptions } from "../options.ts";
import type { Output } from "../output.ts";

/** Prints a playbook as a picture for other programs to draw. */
export async function playbookGraph(
  name: string | undefined,
  { playbook: file, format }: GraphOptions,
  output: Output,
): Promise<ExitCode> {
  const playbook = await namedPlaybook(name, file);
  const graph = format === "dot" ? playbookDot(playbook) : playbookMermaid(playbook);
  output.print(graph);
  output.printJson({ ok: true, playbook: playbook.name, format, graph, exit: exitCodes.done });
  return exitCodes.done;
}

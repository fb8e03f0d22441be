import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import { engines } from "../../engines/registry.ts";
import { readPlaybook } from "../../playbook/read-playbook.ts";
import { printable } from "../../report/printable.ts";
import { readPlaybookText } from "../find-playbook.ts";
import type { Output } from "../output.ts";
import { wholeRegistry } from "../whole-registry.ts";

/** Says everything that is wrong with a playbook at once, each with its place; 2 where anything is. */
export async function playbookLint(file: string, output: Output): Promise<ExitCode> {
  const known = engines.map(({ id }) => id);
  const read = readPlaybook(readPlaybookText(file), await wholeRegistry(), known);
  const problems = "problems" in read ? read.problems : [];
  const exit = problems.length === 0 ? exitCodes.done : exitCodes.usage;
  const shown = printable(file);
  const lines = problems.map(
    ({ line, column, text }) => `${shown}:${String(line)}:${String(column)}: ${printable(text)}`,
  );
  output.print(
    "problems" in read
      ? [...lines, "", `${counted(lines.length, "problem")}.`].join("\n")
      : `${shown}: ${counted(read.steps.length + read.returnSteps.length, "step")}, nothing wrong.`,
  );
  output.printJson({ ok: exit === exitCodes.done, file, problems, exit });
  return exit;
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

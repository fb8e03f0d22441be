import { UsageError } from "../core/errors.ts";
import type { Prompter } from "../ports/prompter.ts";
import { printable } from "../report/printable.ts";
import { Interrupted } from "../runner/interruption.ts";

/** Asks at the terminal, on stderr: stdout carries results alone. */
export function terminalPrompter(interactive: boolean): Prompter {
  const demand = async <T>(question: Question): Promise<T> => {
    if (!interactive) throw consentMissing();
    return ask<T>(question);
  };
  return {
    interactive,
    confirm: (question) => demand<boolean>({ type: "confirm", message: printable(question), default: false }),
    confirmByTyping: async (question, word) => {
      if (interactive) process.stderr.write(`${printable(question)}\n`);
      return (
        (await demand<string>({ type: "input", message: `Type "${printable(word)}" to go on:` })) === word
      );
    },
    choose: (question, choices) =>
      demand<string>({
        type: "select",
        message: printable(question),
        choices: choices.map(({ name, value }) => ({
          name: printable(name),
          short: printable(value),
          value,
        })),
      }),
  };
}

interface Question {
  readonly type: "confirm" | "input" | "select" | "password";
  readonly message: string;
  readonly default?: boolean;
  readonly mask?: string;
  readonly choices?: readonly { readonly name: string; readonly short: string; readonly value: string }[];
}

async function ask<T>(question: Question): Promise<T> {
  const { createPromptModule } = await import("inquirer");
  const prompt = createPromptModule({ output: process.stderr });
  try {
    const answers: unknown = await prompt([{ ...question, name: "answer" }] as never);
    return (answers as { answer: T }).answer;
  } catch (error) {
    // Ctrl-C, or the terminal went away: both mean no.
    if (error instanceof Error && error.name === "ExitPromptError") throw new Interrupted("SIGINT");
    throw error;
  }
}

/** Nobody can be asked, and nobody said yes beforehand. */
export function consentMissing(next: readonly string[] = []): UsageError {
  return new UsageError({
    summary: "Nobody can be asked here, and --yes was not given",
    detail: [
      "There is no terminal to ask at, or CI or --json says that nobody is there.",
      "Nothing was changed. To go on without a question add --yes.",
    ],
    next,
  });
}
/** A password is shown as dots, kept in memory alone, and never asked for where nobody is. */
export async function askPassword(question: string): Promise<string | undefined> {
  return ask<string>({ type: "password", message: printable(question), mask: "·" });
}

/** Asking a person. An implementation without a terminal throws UsageError that names the option to give instead. */
export interface Prompter {
  /** False where nobody can answer. */
  readonly interactive: boolean;
  /** Yes or no; no is the default. */
  confirm(question: string): Promise<boolean>;
  /** The person types this very word, as for something that cannot be undone. */
  confirmByTyping(question: string, word: string): Promise<boolean>;
  choose(
    question: string,
    choices: readonly { readonly name: string; readonly value: string }[],
  ): Promise<string>;
}

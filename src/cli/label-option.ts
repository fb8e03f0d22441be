import { UsageError } from "../core/errors.ts";

/** Collects `--label key=value`. */
export function labelOption(
  word: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const match = /^([A-Za-z0-9][\w./-]*)=(.*)$/.exec(word);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new UsageError({
      summary: `"${word}" is not a label`,
      detail: ["A label is written as key=value."],
    });
  }
  return { ...before, [match[1]]: match[2] };
}

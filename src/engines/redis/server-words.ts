import type { Container, Image } from "../../ports/runtime.ts";

/** What a container's command line tells the server. */
export interface ServerWords {
  /** The configuration file it names, as written there. */
  readonly file: string | undefined;
  /** Directives in the order given, names in lower case; where a name comes twice, the server takes the last. */
  readonly directives: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/**
 * What this container starts: the server through the entrypoint of the official images. Undefined where it is anything
 * else, such as a script of the user's: then nobody knows what it does before and after.
 */
export function serverWords(container: Container, image: Image | undefined): ServerWords | undefined {
  const [entrypoint = "", ...more] = image?.entrypoint ?? [];
  const replaced = container.entrypoint !== undefined && container.entrypoint.join("\0") !== entrypoint;
  if (replaced || more.length > 0 || !/^(.*\/)?docker-entrypoint\.sh$/.test(entrypoint)) return undefined;
  const [first = "", ...rest] = container.command ?? image?.command ?? [];
  if (/^(redis|valkey)-server$/.test(first)) return readWords(rest);
  return first.startsWith("-") || first.endsWith(".conf") ? readWords([first, ...rest]) : undefined;
}

/** As the server reads them: a file first, then `--name value…`, each up to the next word with dashes. */
export function readWords(words: readonly string[]): ServerWords {
  const [first] = words;
  const file = first !== undefined && !first.startsWith("-") ? first : undefined;
  const directives: { name: string; values: string[] }[] = [];
  for (const word of file === undefined ? words : words.slice(1)) {
    if (word.startsWith("--")) directives.push({ name: word.slice(2).toLowerCase(), values: [] });
    else directives.at(-1)?.values.push(word);
  }
  return { file, directives };
}

/** The last value of a directive that has one. */
export function valueOf({ directives }: ServerWords, wanted: string): string | undefined {
  const found = directives.findLast(({ name }) => name === wanted);
  if (found === undefined) return undefined;
  // The whole may be one word as well: `--port 7000` in quotes.
  return found.values.length === 0 ? undefined : found.values.join(" ");
}

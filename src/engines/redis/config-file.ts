import type { ServerWords } from "./server-words.ts";

/** The directives of a configuration file, as far as they are on lines of their own; what it includes is not read. */
export function readConfigFile(text: string): ServerWords {
  const directives = text.split("\n").flatMap((line) => {
    const [, name, rest = ""] = /^\s*([A-Za-z][\w-]*)\s+(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), values: [unquoted(rest)] }];
  });
  return { file: undefined, directives };
}

function unquoted(text: string): string {
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll(/\\'/g, "'");
  if (!/^".*"$/.test(text)) return text;
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, code: string | undefined, character: string) =>
      code === undefined ? (escapes[character] ?? character) : String.fromCharCode(parseInt(code, 16)),
    );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };

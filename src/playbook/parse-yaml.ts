import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLMap,
} from "yaml";
import { messageOf } from "../core/errors.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";
import { tooDeepAt } from "./too-deep.ts";

export interface ParsedYaml {
  readonly data: unknown;
  /** A sentence about what is at this path, or about the nearest thing around it where nothing is. */
  problemAt(path: readonly PropertyKey[], text: string): PlaybookProblem;
}

/** Plain data out of YAML 1.2's core schema, with the places it stood at, or everything that is wrong with the text. */
export function parseYaml(text: string): ParsedYaml | { readonly problems: readonly PlaybookProblem[] } {
  const lines = new LineCounter();
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const before = text.slice(0, deep).split("\n");
    const column = (before.at(-1) ?? "").length + 1;
    return { problems: [{ line: before.length, column, text: "It is nested too deeply." }] };
  }
  const document = parseDocument(text, {
    schema: "core",
    // Looked for below: the parser compares each key with every other one.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const at = (offset: number, sentence: string): PlaybookProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, text: sentence };
  };
  const problems = [
    ...[...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message)),
    ...oddities(document).map(({ offset, sentence }) => at(offset, sentence)),
  ];
  if (problems.length > 0) return { problems };
  try {
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    return { data, problemAt: (path, sentence) => at(offsetOf(document, path), sentence) };
  } catch (error) {
    return { problems: [at(0, messageOf(error))] };
  }
}

interface Oddity {
  readonly offset: number;
  readonly sentence: string;
}

/** What YAML admits and a playbook has no use for; each is a way to have one text mean two things. */
function oddities(document: Document): Oddity[] {
  const found: Oddity[] = [];
  const tell = (node: { range?: readonly number[] | null }, sentence: string): void => {
    found.push({ offset: node.range?.[0] ?? 0, sentence });
  };
  if (document.directives?.yaml.explicit === true) tell({}, "A directive has no place in a playbook.");
  visit(document, {
    Node: (_, node) => {
      // Aliases are how a small file becomes a large one.
      if (isAlias(node)) tell(node, "An alias has no place in a playbook: write it out.");
      else if (node.tag !== undefined) tell(node, "A tag has no place in a playbook.");
      if (isMap(node)) for (const key of oddKeys(node)) found.push(key);
    },
  });
  return found;
}

function oddKeys({ items }: YAMLMap): Oddity[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const key: unknown = isPair(item) ? item.key : undefined;
    const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    if (!isScalar(key)) return isAlias(key) ? [] : [{ offset, sentence: "A key has to be a word." }];
    const word = String(key.value);
    const isNew = !seen.has(word);
    seen.add(word);
    return isNew ? [] : [{ offset, sentence: `The key "${word}" is there twice: keys must be unique.` }];
  });
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

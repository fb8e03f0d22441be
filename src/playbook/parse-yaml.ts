import { isAlias, isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import { messageOf } from "../core/errors.ts";
import type { PlaybookProblem } from "./playbook-problem.ts";

export interface ParsedYaml {
  readonly data: unknown;
  /** A sentence about what is at this path, or about the nearest thing around it where nothing is. */
  problemAt(path: readonly PropertyKey[], text: string): PlaybookProblem;
}

/** Plain data out of YAML 1.2's core schema, with the places it stood at, or everything that is wrong with the text. */
export function parseYaml(text: string): ParsedYaml | { readonly problems: readonly PlaybookProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "core",
    uniqueKeys: true,
    merge: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const at = (offset: number, sentence: string): PlaybookProblem => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, text: sentence };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message));
  for (const offset of aliasesIn(document)) {
    // Aliases are how a small file becomes a large one; a playbook has no use for them.
    problems.push(at(offset, "An alias has no place in a playbook: write it out."));
  }
  if (problems.length > 0) return { problems };
  try {
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    return { data, problemAt: (path, sentence) => at(offsetOf(document, path), sentence) };
  } catch (error) {
    return { problems: [at(0, messageOf(error))] };
  }
}

function aliasesIn(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

import { CST, Lexer } from "yaml";

/** A playbook needs four. */
const deepest = 32;

const openers: ReadonlySet<string> = new Set(["flow-map-start", "flow-seq-start"]);
const closers: ReadonlySet<string> = new Set(["flow-map-end", "flow-seq-end"]);
const indicators: ReadonlySet<string> = new Set(["seq-item-ind", "explicit-key-ind", "map-value-ind"]);

/**
 * Where a text nests deeper than any playbook: the parser would run out of stack, and takes long about it. Indentation
 * needs a line for each level and so stays small by itself; brackets, and dashes on one line, do not.
 */
export function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let onThisLine = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token) ?? "";
    if (openers.has(type)) brackets += 1;
    if (closers.has(type)) brackets = Math.max(0, brackets - 1);
    // In brackets a line may hold as many keys as it likes.
    if (indicators.has(type) && brackets === 0) onThisLine += 1;
    if (type === "newline") onThisLine = 0;
    if (brackets > deepest || onThisLine > deepest) return offset;
    if (!markers.has(type)) offset += token.length;
  }
  return undefined;
}

/** Told by the lexer beside the text, and no part of it. */
const markers: ReadonlySet<string> = new Set(["doc-mode", "flow-error-end", "scalar"]);

export interface Fold {
  readonly width?: number;
  /** Stands before the first line. */
  readonly first?: string;
  /** Stands before every other line. */
  readonly rest?: string;
}

/** Marks a line of a message as a command, to be typed as it stands. */
const commandIndent = "    ";

/**
 * Text broken at spaces into lines of at most `width` characters; a longer word stays whole, and so does a command,
 * which could not be pasted otherwise.
 */
export function foldText(text: string, { width = 80, first = "", rest = first }: Fold = {}): string[] {
  if (text.startsWith(commandIndent)) return [first + text];
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

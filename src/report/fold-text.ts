export interface Fold {
  readonly width?: number;
  /** Stands before the first line. */
  readonly first?: string;
  /** Stands before every other line. */
  readonly rest?: string;
}

/** Text broken at spaces into lines of at most `width` characters; a longer word stays whole. */
export function foldText(text: string, { width = 80, first = "", rest = first }: Fold = {}): string[] {
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

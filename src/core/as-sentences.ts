/** Texts as one paragraph: each ends with a full stop, unless it says that the next one is what it speaks of. */
export function asSentences(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/(?<![.:])$/, ".")).join(" ");
}

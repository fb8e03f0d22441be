// Control characters except tab and line feed; the marks that make text read in another order than it is stored.

const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text from outside, made harmless for a terminal and a report: what would act is shown as `\x1b`. */
export function visibleText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}

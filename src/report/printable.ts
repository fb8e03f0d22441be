/** What a terminal would obey instead of showing it. */
export const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * One line of text from outside (a server, the daemon, a playbook, a name), safe for a terminal: whatever would move
 * the cursor, recolour, or reorder what a person reads is shown instead of done.
 */
export function printable(text: string): string {
  return text.replace(unseen, shown);
}

function shown(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

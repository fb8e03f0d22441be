/** Control characters, those that turn the writing direction or take no room, and halves of nothing. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/gu;

const spelled: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Text from a server as a terminal can show it: what would act on the terminal, or not be seen, is spelled out. */
export const visibleText = (text: string): string =>
  text.replace(unsafe, (character) => spelled.get(character) ?? escaped(character.codePointAt(0) ?? 0));

/** A lone surrogate stands for a byte of an SQL_ASCII database. */
function escaped(code: number): string {
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return byte <= 0xff ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u{${byte.toString(16)}}`;
}

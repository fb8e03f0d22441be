/**
 * A word as a person types it at a POSIX shell, or at zsh or fish, for a command that is printed: quoted where it has to
 * be. What cannot be shown as it is, such as an escape, is spelled for `printf`. A word that ends in a line feed loses it.
 */
export function shellWord(word: string): string {
  if (unseen.test(word)) return `"$(printf '${Array.from(word, spelled).join("")}')"`;
  // zsh takes a word that begins with = for the path of a command.
  return /^(?!=)[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Whatever is printed has these shown as something else, so that nobody could type them off. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function spelled(character: string): string {
  if (character === "%") return "%%";
  if (!unseen.test(character) && !"'\\-".includes(character)) return character;
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}

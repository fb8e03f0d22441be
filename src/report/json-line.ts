import { unseen } from "./printable.ts";

/**
 * A value as JSON on one line. Characters that would move the cursor or reorder text are escaped, which JSON reads as
 * the same characters.
 */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replace(unseen, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

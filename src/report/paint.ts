import { styleText } from "node:util";

export type Colour = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Colours a piece of text, or leaves it alone where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string;

export const unpainted: Paint = (_colour, text) => text;

/** Honours NO_COLOR, FORCE_COLOR, TERM=dumb, and whether the stream is a terminal. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (colour, text) => styleText(colour, text, { stream });
}

import { foldText } from "./fold-text.ts";
import type { Move } from "./plan-moves.ts";
import { printable } from "./printable.ts";

const mostShown = 20;

/** What moved since a plan was made, for people; nothing where nothing did. */
export function moveLines(moves: readonly Move[]): string[] {
  if (moves.length === 0) return [];
  const left = moves.length - mostShown;
  return [
    "Since the plan was made this has moved, which it may:",
    ...moves.slice(0, mostShown).flatMap(lineOf),
    ...(left > 0 ? [`    and ${left} more`] : []),
  ];
}

function lineOf({ name, was, is }: Move): string[] {
  return foldText(printable(`${name}: ${was} → ${is}`), { first: "    ", rest: "      " });
}

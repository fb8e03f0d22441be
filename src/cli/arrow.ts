import { basename } from "node:path";
import { parseVersion } from "../core/pair.ts";
import type { Descriptors, OpenFile } from "./descriptors.ts";

/** A pair that a shell tore apart by reading the `>` of `15->16` as a redirection. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** How many of the words made up the first half. */
  readonly words: number;
  /** The words as the shell handed them over, for telling the person. */
  readonly typed: string;
  /** The file the shell made or emptied. */
  readonly file: OpenFile;
}

const half = /^((?:[a-z][a-z0-9]*:)?)v?(\d+(?:\.\d+)*)[-=]$/;
const stdout = 1;

/**
 * Recognises `dbshift <engine> 15->16 …` typed without quotes: a half pair among the words, and behind stdout a
 * regular file whose name is a version. In bash and fish `15>16` redirects descriptor 15 instead.
 */
export function findArrow(words: readonly string[], descriptors: Descriptors): Arrow | undefined {
  const start = firstHalf(words);
  if (start !== undefined) {
    const file = descriptors.regularFile(stdout);
    return file === undefined ? undefined : arrowTo(file, start);
  }
  for (const descriptor of descriptors.numbered()) {
    const file = descriptors.regularFile(descriptor);
    const arrow = file && arrowTo(file, { from: String(descriptor), words: 0, typed: "" });
    if (arrow !== undefined) return arrow;
  }
  return undefined;
}

type FirstHalf = Pick<Arrow, "from" | "words" | "typed">;

function firstHalf(words: readonly string[]): FirstHalf | undefined {
  const [first = "", second] = words;
  const [, product = "", from] = half.exec(first) ?? [];
  if (from !== undefined) return { from: `${product}${from}`, words: 1, typed: first };
  const whole = parseVersion(first);
  if (whole === undefined) return undefined;
  if (second === "-" || second === "=") return { from: whole, words: 2, typed: `${first} ${second}` };
  return { from: whole, words: 1, typed: first };
}

function arrowTo(file: OpenFile, start: FirstHalf): Arrow | undefined {
  const to = parseVersion(basename(file.path));
  return to === undefined ? undefined : { ...start, to, file };
}

/** Whether the words end in the first half of a pair that a shell could have torn apart. */
export function looksTorn(words: readonly string[]): boolean {
  const [first = "", second] = words;
  return half.test(first) || (parseVersion(first) !== undefined && (second === "-" || second === "="));
}

import { basename, dirname } from "node:path";
import { UsageError } from "../core/errors.ts";
import { foldText } from "../report/fold-text.ts";
import { printable } from "../report/printable.ts";
import { pairExpected, parsePair, parseVersion, type Pair } from "../core/pair.ts";
import { findArrow, looksTorn, type Arrow } from "./arrow.ts";
import type { Descriptors, OpenFile } from "./descriptors.ts";

/** What was typed: the engine, a pair of its versions to show in messages, the words after it, and `--to`. */
export interface Typed {
  readonly engine: string;
  readonly example: { readonly from: string; readonly to: string };
  readonly words: readonly string[];
  readonly to: string | undefined;
}

/** What the words after the engine ask for. */
export interface Request {
  readonly pair: Pair;
  readonly container: string | undefined;
  /** Present where a shell tore the pair apart. */
  readonly arrow: Arrow | undefined;
}

/**
 * Reads `<pair> [container]`, with the pair as one word, as two, as `--to`, or torn apart by the shell. A version that
 * names the engine is one without a name.
 *
 * @throws UsageError where the words are no pair, or too many
 */
export function readRequest(typed: Typed, descriptors: Descriptors): Request {
  const { pair, ...rest } = readWords(typed, descriptors);
  const own = (version: string): string =>
    version.startsWith(`${typed.engine}:`) ? version.slice(typed.engine.length + 1) : version;
  return { pair: { from: pair.from && own(pair.from), to: own(pair.to) }, ...rest };
}

function readWords(typed: Typed, descriptors: Descriptors): Request {
  const { words, to } = typed;
  if (to !== undefined) return withTo(typed, to);
  const [first, second] = words;
  const joined = first === undefined ? undefined : parsePair(first.replaceAll(" ", ""));
  if (joined !== undefined) return request(joined, words.slice(1));
  const from = first === undefined ? undefined : parseVersion(first);
  const split = second === undefined ? undefined : parseVersion(second);
  if (from !== undefined && split !== undefined) return request({ from, to: split }, words.slice(2));
  const arrow = findArrow(words, descriptors);
  if (arrow !== undefined) {
    return request({ from: arrow.from, to: arrow.to }, words.slice(arrow.words), arrow);
  }
  throw looksTorn(words) ? torn(typed) : noPair(typed);
}

function request(pair: Pair, rest: readonly string[], arrow?: Arrow): Request {
  const [container, extra] = rest;
  if (extra !== undefined) throw tooMany(extra);
  return { pair, container, arrow };
}

function withTo({ words, example }: Typed, to: string): Request {
  const version = parseVersion(to);
  if (version === undefined) {
    throw new UsageError({
      summary: `"${to}" is not a version`,
      detail: [`--to wants a version, like ${example.to}.`],
    });
  }
  const [first = ""] = words;
  if (parsePair(first) !== undefined) {
    throw new UsageError({
      summary: "The version to upgrade to is given twice",
      detail: [`As ${first} and as --to.`],
    });
  }
  const from = parseVersion(first);
  return request({ from, to: version }, from === undefined ? words : words.slice(1));
}

function torn({ engine, example: { from, to }, words }: Typed): UsageError {
  const [first = ""] = words;
  return new UsageError({
    summary: `"${first}" is half of a pair of versions`,
    detail: [
      `A shell reads the > of ${from}->${to} as a redirection. Where the output went is no file named after a version, ` +
        "so the other half cannot be told. The shell may have made or emptied such a file all the same.",
      "Quote the pair, or write it with two dots.",
    ],
    next: [`dbshift ${engine} '${from}->${to}' my-database`, `dbshift ${engine} ${from}..${to} my-database`],
  });
}

function noPair({ engine, example, words: [word] }: Typed): UsageError {
  if (word !== undefined) return pairExpected(word, engine, example);
  const pair = `${example.from}..${example.to}`;
  return new UsageError({
    summary: "The pair of versions is missing",
    detail: [`Write the version the database has and the one it shall get, like ${pair}.`],
    next: [`dbshift ${engine} ${pair} my-database`],
  });
}

function tooMany(word: string): UsageError {
  return new UsageError({
    summary: `"${word}" is one word too many`,
    detail: ["After the pair comes the name of one container."],
  });
}

/** How the arrow was taken, for the person who typed it. */
export function arrowNote({ from, to, typed, file }: Arrow, removed: boolean): string {
  const name = basename(file.path);
  const read = typed === "" ? `"${from}>${name}"` : `"${typed.replace(" ", "")}>${name}"`;
  const fate = fateOf(file, removed);
  const done = removed ? `and removed ${fate}` : `; ${fate}`;
  const text = `note: your shell read ${read} as a redirection; I took it as ${from}→${to} ${done}.`;
  const hint = `Quote it ('${from}->${to}') or write ${from}..${to}.`;
  const rest = " ".repeat("note: ".length);
  return [...foldText(text, { rest }), ...foldText(hint, { first: rest })].join("\n");
}

/** What a removed file was, or why one that stays is left. */
export function fateOf({ path }: OpenFile, removed: boolean): string {
  const shown = printable(dirname(path) === process.cwd() ? `./${basename(path)}` : path);
  return removed
    ? `the empty file ${shown}`
    : `the file ${shown} is left alone: if it was there before, your shell has emptied it`;
}

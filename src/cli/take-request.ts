import { openSync, writeSync } from "node:fs";
import { UsageError } from "../core/errors.ts";
import type { Arrow } from "./arrow.ts";
import { processDescriptors, removeIfJustMade } from "./descriptors.ts";
import { engineEntry } from "./compose-run.ts";
import type { Output } from "./output.ts";
import { foldText } from "../report/fold-text.ts";
import { arrowNote, fateOf, readRequest, type Request } from "./read-request.ts";

/** Reads the words after the engine; where a shell tore the pair apart, mends what that did, and says so once. */
export function takeRequest(
  { engine, words }: { readonly engine: string; readonly words: readonly string[] },
  to: string | undefined,
  output: Output,
): Request {
  const { example } = engineEntry(engine);
  const request = readRequest({ engine, example, words, to }, processDescriptors);
  if (request.arrow !== undefined) mend(engine, request.arrow, output);
  return request;
}

function mend(engine: string, arrow: Arrow, output: Output): void {
  const begun = new Date(performance.timeOrigin);
  const error = processDescriptors.regularFile(2);
  const deaf = error?.inode === arrow.file.inode && error.device === arrow.file.device;
  if (deaf) {
    const refusal = refusalOf(
      engine,
      arrow,
      "everything dbshift says would go into that file",
      "It holds this message.",
    );
    tellTerminal(refusal);
    throw refusal;
  }
  const removed = removeIfJustMade(arrow.file, begun);
  const fate = fateOf(arrow.file, removed);
  if (output.json) {
    const said = removed ? `Removed: ${fate}.` : `${fate.charAt(0).toUpperCase()}${fate.slice(1)}.`;
    throw refusalOf(engine, arrow, "the JSON would go into that file", said);
  }
  output.sendResultsToStderr();
  output.insist(arrowNote(arrow, removed));
}

function refusalOf(engine: string, { from, to }: Arrow, why: string, fate: string): UsageError {
  return new UsageError({
    summary: `Your shell read the > of ${from}->${to} as a redirection, so ${why}`,
    detail: [`${fate} Nothing else was changed.`, "Quote the pair, or write it with two dots."],
    next: [`dbshift ${engine} '${from}->${to}' my-database`, `dbshift ${engine} ${from}..${to} my-database`],
  });
}

/** Stderr is the shell's file as well, so the person at the terminal would see nothing. */
function tellTerminal({ message, detail, next }: UsageError): void {
  const lines = [
    ...[`Error: ${message}`, ...detail].flatMap((text) => foldText(text)),
    ...next.map((each) => `    ${each}`),
  ];
  try {
    writeSync(openSync("/dev/tty", "w"), `${lines.join("\n")}\n`);
  } catch {
    // No terminal: the file is all there is.
  }
}

import { openSync, writeSync } from "node:fs";
import { UsageError } from "../core/errors.ts";
import type { Arrow } from "./arrow.ts";
import { processDescriptors, removeIfJustMade } from "./descriptors.ts";
import type { Output } from "./output.ts";
import { arrowNote, readRequest, type Request } from "./read-request.ts";

/** Reads the words after the engine; where a shell tore the pair apart, mends what that did, and says so once. */
export function takeRequest(words: readonly string[], to: string | undefined, output: Output): Request {
  const request = readRequest(words, to, processDescriptors);
  if (request.arrow !== undefined) mend(request.arrow, output);
  return request;
}

function mend(arrow: Arrow, output: Output): void {
  const begun = new Date(performance.timeOrigin);
  const error = processDescriptors.regularFile(2);
  const deaf = error?.inode === arrow.file.inode && error.device === arrow.file.device;
  if (output.json || deaf) {
    const refusal = refusalOf(arrow, deaf);
    if (deaf) tellTerminal(refusal.message);
    else removeIfJustMade(arrow.file, begun);
    throw refusal;
  }
  const removed = removeIfJustMade(arrow.file, begun);
  output.sendResultsToStderr();
  output.insist(arrowNote(arrow, removed));
}

function refusalOf({ from, to }: Arrow, deaf: boolean): UsageError {
  const why = deaf ? "everything dbshift says would go into that file" : "the JSON would go into that file";
  return new UsageError({
    summary: `Your shell read the > of ${from}->${to} as a redirection, so ${why}`,
    detail: ["Quote the pair, or write it with two dots. Nothing was changed."],
    next: [`dbshift postgres '${from}->${to}' my-database`, `dbshift postgres ${from}..${to} my-database`],
  });
}

/** Stderr is the shell's file as well, so the person at the terminal would see nothing. */
function tellTerminal(text: string): void {
  try {
    writeSync(openSync("/dev/tty", "w"), `${text}\n`);
  } catch {
    // No terminal: the file is all there is.
  }
}

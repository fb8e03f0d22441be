import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, StepError } from "../core/errors.ts";
import type { RunFiles } from "../ports/run-files.ts";
import { openPrivate, syncDirectory } from "./private-path.ts";

/** Files in the directory of a run. They are read and written line by line, so that their size costs no memory. */
export function fileRunFiles(directory: string): RunFiles {
  return {
    write: (name, lines) => write(directory, name, lines),
    read: (name, sha256) => read(join(directory, name), sha256),
  };
}

async function write(
  directory: string,
  name: string,
  lines: AsyncIterable<string>,
): Promise<{ sha256: string }> {
  const draft = join(directory, `${name}.draft`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
  const handle = await openPrivate(draft, "file", flags);
  const hash = createHash("sha256");
  try {
    for await (const line of lines) {
      const bytes = Buffer.from(`${line}\n`);
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(directory, name));
  await syncDirectory(directory);
  return { sha256: hash.digest("hex") };
}

async function* read(path: string, sha256: string): AsyncGenerator<string> {
  const handle = await openPrivate(path, "file", constants.O_RDONLY).catch((error: unknown) => {
    throw unreadable(path, messageOf(error));
  });
  try {
    const hash = createHash("sha256");
    const whole = handle.createReadStream({ autoClose: false, start: 0 });
    for await (const bytes of whole) hash.update(bytes as Buffer);
    if (hash.digest("hex") !== sha256) {
      throw unreadable(path, "It is not the file this run wrote: its digest is another.");
    }
    yield* linesIn(handle.createReadStream({ autoClose: false, start: 0, encoding: "utf8" }));
  } finally {
    await handle.close();
  }
}

/** A line ends at a line feed alone: readline's would also end at separators that a name may hold. */
async function* linesIn(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function unreadable(path: string, why: string): StepError {
  return new StepError({ summary: `${path} cannot be used`, detail: [why] });
}

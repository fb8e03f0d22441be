import { constants } from "node:fs";
import { lstat, mkdir, readdir, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { asSentences } from "../core/as-sentences.ts";
import { DbshiftError, JournalDamaged, messageOf, UsageError } from "../core/errors.ts";
import type { JournalEntry } from "../core/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal, JournalStore, RunListing } from "../ports/journal-store.ts";
import { FileJournal, largestJournalBytes } from "./file-journal.ts";
import { noLine } from "./journal-line.ts";
import { parseJournal, type ParsedJournal } from "./parse-journal.ts";
import {
  assertPrivateDirectory,
  isCode,
  makePrivateDirectory,
  openPrivate,
  syncDirectory,
} from "./private-path.ts";

const runName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const appending = constants.O_RDWR | constants.O_APPEND;

/** Runs as directories: `<state directory>/runs/<run>/journal.ndjson`, readable by their owner alone. */
export class FileJournalStore implements JournalStore {
  readonly #state: string;
  readonly #runs: string;
  readonly #clock: Clock;
  readonly #tail: string;

  /** @param tail options that stand behind every command that is proposed */
  constructor(state: string, clock: Clock, tail = "") {
    this.#tail = tail;
    this.#state = state;
    this.#runs = join(state, "runs");
    this.#clock = clock;
  }

  /** Where a run keeps its journal, and may keep what belongs to it. */
  directoryOf(run: string): string {
    if (!runName.test(run)) throw this.#noSuchRun(run);
    return join(this.#runs, run);
  }

  async create(run: string): Promise<Journal> {
    const directory = this.directoryOf(run);
    await makePrivateDirectory(this.#state);
    await makePrivateDirectory(this.#runs);
    await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
      throw isCode(error, "EEXIST") ? new UsageError({ summary: `There is a run "${run}" already` }) : error;
    });
    const path = journalIn(directory);
    const handle = await openPrivate(path, "file", appending | constants.O_CREAT | constants.O_EXCL);
    try {
      await handle.sync();
      await syncDirectory(directory);
      await syncDirectory(this.#runs);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new FileJournal({
      path,
      handle,
      clock: this.#clock,
      content: { entries: [], length: 0, checksum: noLine },
    });
  }

  async open(run: string): Promise<Journal> {
    const { path, handle } = await this.#openFile(run, appending);
    try {
      const content = this.#assertWhole(run, path, await readFrom(handle, path, run));
      await handle.truncate(content.length);
      await handle.sync();
      return new FileJournal({ path, handle, content, clock: this.#clock });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(run: string): Promise<readonly JournalEntry[]> {
    const { path, content } = await this.#parse(run);
    return this.#assertWhole(run, path, content).entries;
  }

  async list(): Promise<readonly RunListing[]> {
    const found = await readdir(this.#runs).catch((error: unknown) => {
      if (isCode(error, "ENOENT")) return [];
      throw error;
    });
    const runs = await Promise.all(
      found.filter((name) => runName.test(name)).map((run) => this.#listed(run)),
    );
    return runs
      .filter((listed) => listed !== undefined)
      .sort((a, b) => compare(b.openedAt, a.openedAt) || compare(b.listing.run, a.listing.run))
      .map(({ listing }) => listing);
  }

  async #listed(run: string): Promise<{ listing: RunListing; openedAt: string } | undefined> {
    try {
      const { path, content } = await this.#parse(run);
      const openedAt = content.entries[0]?.at ?? (await timeOf(path));
      const { damage } = content;
      if (damage !== undefined) {
        return { openedAt, listing: { run, damage: textOf(damaged(run, path, content)) } };
      }
      // A run that ended before its first record has done nothing, and nothing can be done with it.
      return content.entries.length === 0
        ? undefined
        : { openedAt, listing: { run, entries: content.entries } };
    } catch (error) {
      return { openedAt: await timeOf(join(this.#runs, run)), listing: { run, damage: textOf(error) } };
    }
  }

  async #parse(run: string): Promise<{ path: string; content: ParsedJournal }> {
    const { path, handle } = await this.#openFile(run, constants.O_RDONLY);
    try {
      return { path, content: await readFrom(handle, path, run) };
    } finally {
      await handle.close();
    }
  }

  async #openFile(run: string, flags: number): Promise<{ path: string; handle: FileHandle }> {
    const directory = this.directoryOf(run);
    const path = journalIn(directory);
    try {
      for (const parent of [this.#state, this.#runs, directory]) await assertPrivateDirectory(parent);
      return { path, handle: await openPrivate(path, "file", flags) };
    } catch (error) {
      throw isCode(error, "ENOENT") ? this.#noSuchRun(run) : error;
    }
  }

  #assertWhole(run: string, path: string, content: ParsedJournal): ParsedJournal {
    if (content.damage !== undefined) throw damaged(run, path, content);
    if (content.entries.length > 0) return content;
    throw new UsageError({
      summary: `Run "${run}" never began`,
      detail: [`${path} holds no record: the run ended before it changed anything.`],
      next: [`dbshift runs${this.#tail}`],
    });
  }

  #noSuchRun(run: string): UsageError {
    const next = [`dbshift runs${this.#tail}`];
    return new UsageError({ summary: `There is no run ${JSON.stringify(run)}`, next });
  }
}

function journalIn(directory: string): string {
  return join(directory, "journal.ndjson");
}

async function readFrom(handle: FileHandle, path: string, run: string): Promise<ParsedJournal> {
  const { size } = await handle.stat();
  if (size > largestJournalBytes) {
    throw new JournalDamaged({
      summary: `The journal of run ${run} is damaged`,
      detail: [`${path} has ${size} bytes, more than dbshift would write.`],
    });
  }
  return parseJournal(await handle.readFile(), run);
}

function damaged(run: string, path: string, { entries, damage }: ParsedJournal): JournalDamaged {
  const last = entries.at(-1);
  const known =
    last === undefined
      ? "No record can be read."
      : `The last record that can be trusted is number ${last.seq}, ${last.type}, written at ${last.at}.`;
  return new JournalDamaged({
    summary: `The journal of run ${run} is damaged`,
    detail: [
      `The record in line ${damage?.line ?? 0} of ${path} cannot be trusted: ${damage?.why ?? "it is damaged"}.`,
      known,
      "What happened after it is not known, so this run is neither continued nor rolled back.",
    ],
  });
}

function textOf(error: unknown): string {
  return asSentences([messageOf(error), ...(error instanceof DbshiftError ? error.detail : [])]);
}

async function timeOf(path: string): Promise<string> {
  return (await lstat(path)).mtime.toISOString();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

import type { FileHandle } from "node:fs/promises";
import { invariant } from "../core/errors.ts";
import type { JournalEntry, JournalRecord } from "../core/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal-store.ts";
import { toLine } from "./journal-line.ts";
import { readEntry } from "./journal-schema.ts";
import { JournalUnwritable } from "./journal-unwritable.ts";
import type { ParsedJournal } from "./parse-journal.ts";

/** Beyond this a journal is neither written nor read: it has gone wrong, and reading it would fill the memory. */
export const largestJournalBytes = 64 * 1024 * 1024;

export interface FileJournalInput {
  readonly path: string;
  /** Open for appending; its end is the end of `content`. */
  readonly handle: Pick<FileHandle, "write" | "datasync" | "stat" | "close">;
  readonly content: ParsedJournal;
  readonly clock: Clock;
}

/** A journal in a file: one write and one fdatasync for each record. */
export class FileJournal implements Journal {
  readonly path: string;
  readonly #handle: FileJournalInput["handle"];
  readonly #clock: Clock;
  readonly #entries: JournalEntry[];
  #length: number;
  #checksum: string;
  #refusal: JournalUnwritable | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ path, handle, content, clock }: FileJournalInput) {
    this.path = path;
    this.#handle = handle;
    this.#clock = clock;
    this.#entries = [...content.entries];
    this.#length = content.length;
    this.#checksum = content.checksum;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Records are written in the order they were handed in, also by callers that do not wait for each other. */
  append(record: JournalRecord): Promise<JournalEntry> {
    const appended = this.#last.then(() => this.#append(record));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#refusal ??= new JournalUnwritable(this.path, "it was closed");
    await this.#handle.close();
  }

  async #append(record: JournalRecord): Promise<JournalEntry> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const stamped = { seq: this.#entries.length + 1, at: this.#clock.now().toISOString(), ...record };
    const line = toLine(stamped, this.#checksum);
    // What is kept in memory is what the next process will read, not what was handed in.
    const read = readEntry(withoutSeal(line.text));
    invariant("entry" in read, `a record it would not read back: ${"why" in read ? read.why : ""}`);
    try {
      await this.#write(Buffer.from(line.text));
    } catch (error) {
      // After a failed write or sync nobody knows what is on disk; a second try could leave a gap that looks whole.
      this.#refusal = new JournalUnwritable(this.path, error);
      throw this.#refusal;
    }
    this.#checksum = line.checksum;
    this.#entries.push(read.entry);
    return read.entry;
  }

  async #write(bytes: Buffer): Promise<void> {
    const { size, nlink } = await this.#handle.stat();
    if (nlink === 0) throw new Error("it was removed while this run was under way");
    if (size !== this.#length) throw new Error("another process wrote to it while this run was under way");
    if (size + bytes.length > largestJournalBytes) {
      throw new Error(`it would be larger than ${largestJournalBytes} bytes`);
    }
    const { bytesWritten } = await this.#handle.write(bytes);
    if (bytesWritten !== bytes.length) throw new Error("the disk took only a part of a record");
    await this.#handle.datasync();
    this.#length += bytes.length;
  }
}

function withoutSeal(text: string): Record<string, unknown> {
  const { prev: _prev, crc: _crc, ...fields } = JSON.parse(text) as Record<string, unknown>;
  return fields;
}

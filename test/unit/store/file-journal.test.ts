import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/core/plan.ts";
import { FileJournal, type FileJournalInput } from "../../../src/store/file-journal.ts";
import { noLine } from "../../../src/store/journal-line.ts";
import { JournalUnwritable } from "../../../src/store/journal-unwritable.ts";
import { parseJournal } from "../../../src/store/parse-journal.ts";
import { opened } from "../../contract/journal-samples.ts";

/** A disk that notes what it is asked, and fails where it is told to. */
class FakeDisk {
  readonly calls: string[] = [];
  content = Buffer.alloc(0);
  /** How many bytes still fit. */
  room = Infinity;
  writeFails: Error | undefined;
  syncFails: Error | undefined;
  nlink = 1;

  readonly handle = {
    stat: async () => ({ size: this.content.length, nlink: this.nlink }),
    write: async (bytes: Buffer) => {
      this.calls.push("write");
      if (this.writeFails) throw this.writeFails;
      const taken = bytes.subarray(0, this.room);
      this.content = Buffer.concat([this.content, taken]);
      return { bytesWritten: taken.length, buffer: bytes };
    },
    datasync: async () => {
      this.calls.push("datasync");
      if (this.syncFails) throw this.syncFails;
    },
    close: async () => {
      this.calls.push("close");
    },
  } as unknown as FileJournalInput["handle"];
}

const clock = { now: () => new Date(0), sleep: () => Promise.resolve() };
const content = { entries: [], length: 0, checksum: noLine };
const journalOn = (disk: FakeDisk): FileJournal =>
  new FileJournal({ path: "/j", handle: disk.handle, content, clock });
const systemError = (code: string): Error => Object.assign(new Error(`${code}: no`), { code });

describe("a record counts only once it is on disk (I5)", () => {
  test("each record is one write, then one sync", async () => {
    const disk = new FakeDisk();
    const journal = journalOn(disk);
    await journal.append(opened("r"));
    await journal.append({ type: "step.started", step: "a", attempt: 1 });
    expect(disk.calls).toEqual(["write", "datasync", "write", "datasync"]);
  });

  test.each<[string, (disk: FakeDisk) => void]>([
    ["a full disk", (disk) => (disk.writeFails = systemError("ENOSPC"))],
    ["a disk that takes a part of a record", (disk) => (disk.room = 20)],
    ["a failing disk", (disk) => (disk.writeFails = systemError("EIO"))],
    ["a sync that fails", (disk) => (disk.syncFails = systemError("EIO"))],
    ["a journal that was removed", (disk) => (disk.nlink = 0)],
    [
      "a journal another process wrote to",
      (disk) => (disk.content = Buffer.concat([disk.content, Buffer.from("{}\n")])),
    ],
  ])("after %s nothing more is appended, also when the disk is well again", async (_title, breakIt) => {
    const disk = new FakeDisk();
    const journal = journalOn(disk);
    const first = await journal.append(opened("r"));
    breakIt(disk);
    await expect(journal.append({ type: "run.turned", reason: "x" })).rejects.toThrow(JournalUnwritable);
    const seen = disk.calls.length;
    Object.assign(disk, { writeFails: undefined, syncFails: undefined, room: Infinity, nlink: 1 });
    await expect(journal.append({ type: "run.turned", reason: "y" })).rejects.toThrow(JournalUnwritable);
    expect(disk.calls).toHaveLength(seen);
    expect(journal.entries).toEqual([first]);
  });

  test("what a partly taken record leaves behind reads as the records before it", async () => {
    const disk = new FakeDisk();
    const journal = journalOn(disk);
    const first = await journal.append(opened("r"));
    disk.room = 20;
    await expect(journal.append({ type: "run.turned", reason: "x" })).rejects.toThrow("cannot be written");
    const parsed = parseJournal(disk.content, "r");
    expect([parsed.entries, parsed.damage]).toEqual([[first], undefined]);
  });

  test("a record it could not read back is a defect, and is not written", async () => {
    const disk = new FakeDisk();
    const journal = journalOn(disk);
    await journal.append(opened("r"));
    const output = undefined as unknown as Json;
    await expect(journal.append({ type: "step.succeeded", step: "a", attempt: 1, output })).rejects.toThrow(
      "dbshift is wrong",
    );
    expect(parseJournal(disk.content, "r").entries).toEqual(journal.entries);
    expect(await journal.append({ type: "run.turned", reason: "x" })).toMatchObject({ seq: 2 });
  });

  test("closing waits for a record that is being written", async () => {
    const disk = new FakeDisk();
    const journal = journalOn(disk);
    const appended = journal.append(opened("r"));
    await journal.close();
    await appended;
    expect(disk.calls).toEqual(["write", "datasync", "close"]);
  });
});

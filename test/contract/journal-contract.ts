import { describe, expect, onTestFinished, test } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Journal, JournalStore } from "../../src/ports/journal-store.ts";
import { opened, sampleRecords } from "./journal-samples.ts";

/** What every journal store promises (I5). `makeStore` gives an empty one. */
export function describeJournalStore(name: string, makeStore: (clock: Clock) => Promise<JournalStore>): void {
  const store = (): Promise<JournalStore> => makeStore(risingClock());

  describe(`${name} keeps the promises of a journal store (I5)`, () => {
    test("a record reads back as it was appended, numbered from 1 and stamped with UTC time", async () => {
      const journals = await store();
      const journal = await create(journals, "r1");
      const records = sampleRecords("r1");
      for (const record of records) await journal.append(record);
      const read = await journals.read("r1");
      expect(read.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
      expect(read.map(({ seq: _seq, at: _at, ...record }) => record)).toEqual(records);
      expect(read.every(({ at }) => new Date(at).toISOString() === at)).toBe(true);
    });

    test("append returns the entry, and the journal holds it at once", async () => {
      const journal = await create(await store(), "r1");
      const entry = await journal.append(opened("r1"));
      expect(entry).toMatchObject({ seq: 1, type: "run.opened", run: "r1" });
      expect(journal.entries).toEqual([entry]);
    });

    test("what was appended is there for another reader while the journal is still open", async () => {
      const journals = await store();
      const journal = await create(journals, "r1");
      await journal.append(opened("r1"));
      expect(await journals.read("r1")).toEqual(journal.entries);
    });

    test("records handed in together are kept in that order without a gap", async () => {
      const journals = await store();
      const journal = await create(journals, "r1");
      await journal.append(opened("r1"));
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          journal.append({ type: "step.started", step: `s${index}`, attempt: 1 }),
        ),
      );
      const steps = (await journals.read("r1")).flatMap((entry) => ("step" in entry ? [entry.step] : []));
      expect(steps).toEqual(Array.from({ length: 20 }, (_, index) => `s${index}`));
    });

    test("a journal that is opened again goes on where it ended", async () => {
      const journals = await store();
      const first = await create(journals, "r1");
      for (const record of sampleRecords("r1")) await first.append(record);
      await first.close();
      const second = await journals.open("r1");
      expect(second.entries).toEqual(first.entries);
      const entry = await second.append({ type: "run.resumed", direction: "forward", tool: "0.1.0" });
      expect(entry.seq).toBe(first.entries.length + 1);
      await second.close();
      expect((await journals.read("r1")).at(-1)).toEqual(entry);
    });

    test("what the caller changes after appending does not reach the journal", async () => {
      const journals = await store();
      const journal = await create(journals, "r1");
      const output = { rows: [1] };
      await journal.append(opened("r1"));
      await journal.append({ type: "step.succeeded", step: "dump", attempt: 1, output });
      output.rows.push(2);
      expect(journal.entries.at(-1)).toMatchObject({ output: { rows: [1] } });
      expect(await journals.read("r1")).toEqual(journal.entries);
    });

    test("a closed journal takes no record", async () => {
      const journals = await store();
      const journal = await create(journals, "r1");
      await journal.append(opened("r1"));
      await journal.close();
      await expect(journal.append({ type: "run.closed", outcome: "refused" })).rejects.toThrow();
      expect(await journals.read("r1")).toHaveLength(1);
    });

    test("a run that exists cannot be created again, and stays as it was", async () => {
      const journals = await store();
      await (await create(journals, "r1")).append(opened("r1"));
      await expect(journals.create("r1")).rejects.toThrow(UsageError);
      expect(await journals.read("r1")).toHaveLength(1);
    });

    test("a run that does not exist is a wrong usage, and is not made by looking", async () => {
      const journals = await store();
      await expect(journals.read("r1")).rejects.toThrow(UsageError);
      await expect(journals.open("r1")).rejects.toThrow(UsageError);
      expect(await journals.list()).toEqual([]);
    });

    test("runs are listed newest first, whatever they are called", async () => {
      const journals = await store();
      for (const run of ["b", "c", "a"]) await (await create(journals, run)).append(opened(run));
      const listed = await journals.list();
      expect(listed.map(({ run }) => run)).toEqual(["a", "c", "b"]);
      expect(listed[0]?.entries).toEqual(await journals.read("a"));
    });

    test("a run that ended before its first record is not listed", async () => {
      const journals = await store();
      await (await journals.create("r1")).close();
      expect(await journals.list()).toEqual([]);
      await expect(journals.open("r1")).rejects.toThrow(UsageError);
    });
  });
}

/** A new journal, closed when the test ends. */
async function create(journals: JournalStore, run: string): Promise<Journal> {
  const journal = await journals.create(run);
  onTestFinished(() => journal.close());
  return journal;
}

/** A clock on which every look is a second later than the one before. */
function risingClock(): Clock {
  let time = Date.UTC(2026, 0, 1);
  return { now: () => new Date((time += 1000)), sleep: () => Promise.resolve() };
}

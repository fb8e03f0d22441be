import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import type { JournalEntry, JournalRecord } from "../../../src/core/journal.ts";
import type { Json } from "../../../src/core/plan.ts";
import { noLine, toLine } from "../../../src/store/journal-line.ts";
import { parseJournal, type ParsedJournal } from "../../../src/store/parse-journal.ts";
import { opened, sampleRecords } from "../../contract/journal-samples.ts";

const at = "2026-01-02T03:04:05.678Z";

const entriesOf = (records: readonly JournalRecord[]): JournalEntry[] =>
  records.map((record, index) => ({ seq: index + 1, at, ...record }));

function linesOf(entries: readonly JournalEntry[]): string[] {
  let previous = noLine;
  return entries.map((entry) => {
    const { text, checksum } = toLine(entry, previous);
    previous = checksum;
    return text;
  });
}

const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join(""));

const entries = entriesOf(sampleRecords("r1"));
const lines = linesOf(entries);
const whole = bytesOf(lines);

const isPrefix = (parsed: ParsedJournal): boolean =>
  isDeepStrictEqual(entries.slice(0, parsed.entries.length), parsed.entries);

describe("a journal reads back as it was written (I5)", () => {
  test("one record of every type", () => {
    expect(parseJournal(whole, "r1")).toMatchObject({ entries, length: whole.length });
    expect(parseJournal(whole, "r1").damage).toBeUndefined();
  });

  test("any output, whatever characters are in it", () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(json, { maxLength: 5 }), fc.string({ unit: "binary" }), (outputs, step) => {
        const records: JournalRecord[] = outputs.map((output) => ({
          type: "step.succeeded",
          step,
          attempt: 1,
          output,
        }));
        const parsed = parseJournal(bytesOf(linesOf(entriesOf([opened("r"), ...records]))), "r");
        expect(parsed.damage).toBeUndefined();
        const back = parsed.entries
          .slice(1)
          .map((entry) => (entry.type === "step.succeeded" ? entry.output : "none"));
        expect(JSON.stringify(back)).toBe(JSON.stringify(outputs));
      }),
    );
  });
});

describe("a journal that was cut (I5)", () => {
  test("at any byte reads as the records that were whole, with no damage", () => {
    const ends = lines.map((_, index) => bytesOf(lines.slice(0, index + 1)).length);
    for (let cut = 0; cut <= whole.length; cut++) {
      const parsed = parseJournal(whole.subarray(0, cut), "r1");
      const complete = ends.filter((end) => end <= cut).length;
      expect([parsed.entries.length, parsed.damage], `cut at ${cut}`).toEqual([complete, undefined]);
      expect(parsed.length).toBe(complete === 0 ? 0 : ends[complete - 1]);
    }
  });

  test("at any byte and filled up with zeros, as a file system may leave it, reads as the records that were whole", () => {
    for (let cut = 0; cut < whole.length; cut += 7) {
      const parsed = parseJournal(Buffer.concat([whole.subarray(0, cut), Buffer.alloc(64)]), "r1");
      expect(isPrefix(parsed), `cut at ${cut}`).toBe(true);
      expect(parsed.length).toBeLessThanOrEqual(cut);
    }
  });
});

describe("a journal that was changed is never silently accepted (I5)", () => {
  test("one flipped bit anywhere is damage, and what comes before it is kept", () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const changed = Buffer.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const parsed = parseJournal(changed, "r1");
      if (parsed.damage === undefined || !isPrefix(parsed)) expect.fail(`bit ${bit} was not seen`);
    }
  });

  test("one other byte anywhere is damage", () => {
    const place = fc.nat(whole.length - 1);
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (index, by) => {
        const changed = Buffer.from(whole);
        changed[index] = (changed[index]! + by) % 256;
        const parsed = parseJournal(changed, "r1");
        expect(parsed.damage).toBeDefined();
        expect(isPrefix(parsed)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("any run of bytes replaced by others never yields a record that was not written", () => {
    const range = fc.tuple(fc.nat(whole.length), fc.nat(300));
    fc.assert(
      fc.property(range, fc.uint8Array({ maxLength: 300 }), ([from, count], put) => {
        const changed = Buffer.concat([whole.subarray(0, from), put, whole.subarray(from + count)]);
        expect(isPrefix(parseJournal(changed, "r1"))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("bytes that never were a journal yield no record", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(parseJournal(bytes, "r1").entries).toEqual([]);
      }),
    );
  });

  test.each<[string, (all: string[]) => string[], number]>([
    ["dropped", (all) => all.toSpliced(4, 1), 5],
    ["doubled", (all) => all.toSpliced(4, 0, all[4]!), 6],
    ["swapped with the next", (all) => all.toSpliced(4, 2, all[5]!, all[4]!), 5],
    ["replaced by an empty line", (all) => all.toSpliced(4, 1, "\n"), 5],
    ["moved to the front", (all) => [all[4]!, ...all], 1],
  ])("a record that was %s is damage", (_title, change, line) => {
    expect(parseJournal(bytesOf(change(lines)), "r1").damage).toMatchObject({ line });
  });

  test("a record of another run is damage, even where its number fits", () => {
    const other = linesOf(entriesOf(sampleRecords("r2")));
    expect(parseJournal(bytesOf([...lines.slice(0, 3), ...other.slice(3)]), "r1").damage).toEqual({
      line: 4,
      why: "it does not follow the record before it",
    });
  });

  test("a journal under another run's name is damage", () => {
    expect(parseJournal(whole, "r2").damage).toEqual({ line: 1, why: 'it belongs to the run "r1"' });
  });
});

describe("a well-formed record that cannot be obeyed is damage (I5)", () => {
  const after = (fields: object): ParsedJournal =>
    parseJournal(bytesOf(linesOf([entries[0]!, { seq: 2, at, ...fields } as unknown as JournalEntry])), "r1");

  test.each<[string, object, RegExp]>([
    [
      "a type of a newer version",
      { type: "step.paused", step: "a" },
      /"step\.paused", which a newer dbshift wrote/,
    ],
    ["a type that only the language knows", { type: "toString" }, /"toString"/],
    ["no type", {}, /no type/],
    ["a field of a newer version", { type: "run.turned", reason: "x", until: 3 }, /until/],
    ["a missing field", { type: "step.started", step: "a" }, /attempt/],
    ["a missing output", { type: "step.succeeded", step: "a", attempt: 1 }, /output/],
    ["a field of another type", { type: "step.started", step: 7, attempt: 1 }, /step/],
    ["an attempt that is none", { type: "step.started", step: "a", attempt: 0 }, /attempt/],
    ["a time that is none", { type: "run.turned", reason: "x", at: "yesterday" }, /datetime/],
    ["a number out of order", { type: "run.turned", reason: "x", seq: 3 }, /numbered 3 in place 2/],
    ["a second opening", { ...opened("r1") }, /has it once/],
  ])("%s", (_title, fields, why) => {
    const { damage, entries: kept } = after(fields);
    expect(damage?.line).toBe(2);
    expect(damage?.why).toMatch(why);
    expect(kept).toHaveLength(1);
  });

  test("a plan of another format", () => {
    const plan = { ...opened("r1"), plan: { ...(entries[0] as { plan?: object }).plan, format: 2 } };
    const line = linesOf([{ seq: 1, at, ...plan } as unknown as JournalEntry]);
    expect(parseJournal(bytesOf(line), "r1").damage?.why).toMatch(/format/);
  });
});

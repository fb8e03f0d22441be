import { describe, expect, test } from "vitest";
import { fc } from "../../support/fuzz.ts";
import {
  checkLedger,
  LedgerBroken,
  readLedger,
  type LedgerEntry,
  type LedgerRow,
} from "../../support/ledger.ts";

const account = [
  "INVOKE w1 1 aa",
  "OK w1 1",
  "INVOKE w1 2 bb",
  "FAIL w1 2 25006",
  "INVOKE w1 3 cc",
  "UNKNOWN w1 3 ECONNRESET",
  "INVOKE w1 4 dd",
  "",
].join("\n");

const entries = readLedger(account);
const row = (seq: number, payload: string, client = "w1"): LedgerRow => ({ client, seq, payload });

function brokenBy(rows: readonly LedgerRow[]): LedgerBroken {
  try {
    checkLedger(entries, rows);
  } catch (error) {
    if (error instanceof LedgerBroken) return error;
    throw error;
  }
  return expect.fail("it was accepted");
}

describe("a ledger is read as it was written", () => {
  test("with the outcome of every row, or none where its client was never told", () => {
    expect(entries).toEqual([
      { client: "w1", seq: 1, payload: "aa", outcome: "OK" },
      { client: "w1", seq: 2, payload: "bb", outcome: "FAIL" },
      { client: "w1", seq: 3, payload: "cc", outcome: "UNKNOWN" },
      { client: "w1", seq: 4, payload: "dd", outcome: "INVOKE" },
    ]);
  });

  test("without a last line that was cut off", () => {
    expect(readLedger("INVOKE w1 1 aa\nOK w1 1")).toMatchObject([{ outcome: "INVOKE" }]);
  });

  test.each([
    ["a row that is acknowledged but was never sent", "OK w1 1\n"],
    ["a row that is sent twice", "INVOKE w1 1 a\nINVOKE w1 1 a\n"],
    ["a row with two outcomes", "INVOKE w1 1 a\nOK w1 1\nFAIL w1 1 x\n"],
    ["a line that is none", "INVOKE w1 1 a\nOKAY w1 1\n"],
  ])("and refused with %s", (_title, text) => {
    expect(() => readLedger(text)).toThrow();
  });
});

describe("a database is held to what its clients were told (I2)", () => {
  test("it may hold a row whose client does not know, or not", () => {
    const ok = { ok: 1, fail: 1 };
    expect(checkLedger(entries, [row(1, "aa")])).toEqual({ ...ok, unknown: { present: 0, absent: 2 } });
    expect(checkLedger(entries, [row(1, "aa"), row(3, "cc")])).toEqual({
      ...ok,
      unknown: { present: 1, absent: 1 },
    });
    expect(checkLedger(entries, [row(4, "dd"), row(1, "aa")])).toEqual({
      ...ok,
      unknown: { present: 1, absent: 1 },
    });
  });

  test("an acknowledged row that is not there is lost", () => {
    const broken = brokenBy([row(3, "cc")]);
    expect(broken.lost).toEqual(["w1:1"]);
    expect(broken.message).toContain("lost: w1:1");
  });

  test("another client's row of the same number does not stand in for a lost one", () => {
    expect(brokenBy([row(1, "aa", "w2")])).toMatchObject({ lost: ["w1:1"], phantom: ["w2:1"] });
  });

  test.each([1, 3, 4])("row %i that is there twice is doubled", (seq) => {
    const { payload } = entries[seq - 1]!;
    const rows = [row(1, "aa"), row(seq, payload), row(seq, payload)];
    expect(brokenBy(rows)).toMatchObject({ lost: [], doubled: [`w1:${seq}`], phantom: [] });
  });

  test("a refused row that is there is a phantom", () => {
    expect(brokenBy([row(1, "aa"), row(2, "bb")])).toMatchObject({ lost: [], phantom: ["w1:2"] });
  });

  test("a row that nobody sent is a phantom", () => {
    expect(brokenBy([row(1, "aa"), row(9, "zz")])).toMatchObject({ lost: [], phantom: ["w1:9"] });
  });

  test("a row with another content is altered", () => {
    expect(brokenBy([row(1, "ab")])).toMatchObject({ lost: [], altered: ["w1:1"] });
  });

  test("every fault is named at once", () => {
    const { message } = brokenBy([row(2, "bb"), row(3, "cc"), row(3, "xx")]);
    expect(message).toContain("lost: w1:1; doubled: w1:3; phantom: w1:2; altered: w1:3");
  });

  test("one fault among any number of right rows is found", () => {
    const outcome = fc.constantFrom<LedgerEntry["outcome"]>("OK", "FAIL", "UNKNOWN", "INVOKE");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(outcome, fc.boolean()), { minLength: 1 }),
        fc.nat(),
        fc.boolean(),
        (told, at, twice) => {
          const sent = told.map(([is], seq): LedgerEntry => ({
            client: "c",
            seq,
            payload: `p${seq}`,
            outcome: is,
          }));
          const right = sent.filter(
            ({ outcome: is }, seq) => is === "OK" || (is !== "FAIL" && told[seq]?.[1]),
          );
          expect(() => checkLedger(sent, right)).not.toThrow();
          const victim = sent[at % sent.length]!;
          const there = right.includes(victim);
          const without = right.filter((entry) => entry !== victim);
          if (there && twice) expect(() => checkLedger(sent, [...right, victim])).toThrow(LedgerBroken);
          else if (victim.outcome === "OK") expect(() => checkLedger(sent, without)).toThrow(LedgerBroken);
          else if (victim.outcome === "FAIL") {
            expect(() => checkLedger(sent, [...right, victim])).toThrow(LedgerBroken);
          }
        },
      ),
    );
  });
});

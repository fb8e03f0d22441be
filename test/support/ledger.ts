/** What became of one numbered row, as the client that wrote it saw it. INVOKE: it was never told. */
export interface LedgerEntry {
  readonly client: string;
  readonly seq: number;
  readonly payload: string;
  readonly outcome: "INVOKE" | "OK" | "FAIL" | "UNKNOWN";
  /** What the server answered when it was acknowledged, where that says something: the value of a counter. */
  readonly told?: string;
}

export interface LedgerRow {
  readonly client: string;
  readonly seq: number;
  readonly payload: string;
}

export interface LedgerCounts {
  readonly ok: number;
  readonly fail: number;
  /** The client does not know; both are right. */
  readonly unknown: { readonly present: number; readonly absent: number };
}

/** A database that does not hold what its clients were told. Each list names rows as `client:number`. */
export class LedgerBroken extends Error {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** There, though refused, or though nobody sent it. */
  readonly phantom: readonly string[];
  /** There, with something else in it. */
  readonly altered: readonly string[];
  /** A part of it is there, and another part is not. */
  readonly torn: readonly string[];

  constructor(found: Faults) {
    const said = faults
      .filter((fault) => found[fault].length > 0)
      .map((fault) => `${fault}: ${name(found[fault])}`);
    super(`The database does not hold what its clients were told. ${said.join("; ")}`);
    this.name = "LedgerBroken";
    this.lost = found.lost;
    this.doubled = found.doubled;
    this.phantom = found.phantom;
    this.altered = found.altered;
    this.torn = found.torn;
  }
}

const faults = ["lost", "doubled", "phantom", "altered", "torn"] as const;

/** What is wrong, by kind: as {@link LedgerBroken} tells it. */
export type Faults = Readonly<Record<(typeof faults)[number], readonly string[]>>;

export const noFaults: Faults = { lost: [], doubled: [], phantom: [], altered: [], torn: [] };

/** All of them, each once. */
export function together(found: readonly Faults[]): Faults {
  const of = (fault: keyof Faults): string[] => [...new Set(found.flatMap((one) => one[fault]))];
  return {
    lost: of("lost"),
    doubled: of("doubled"),
    phantom: of("phantom"),
    altered: of("altered"),
    torn: of("torn"),
  };
}

/** @throws LedgerBroken where there is any */
export function assertNone(found: Faults): void {
  if (faults.some((fault) => found[fault].length > 0)) throw new LedgerBroken(found);
}

const line = /^(INVOKE|OK|FAIL|UNKNOWN) (\S+) (\d+)(?: (.*))?$/;

/** The entries in a client's account. A last line without its end was being written when the client was killed. */
export function readLedger(text: string): LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const written of text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1)) {
    const [, outcome, client, number, rest = ""] = line.exec(written) ?? [];
    if (!isOutcome(outcome) || client === undefined) {
      throw new Error(`This is no line of a ledger: ${written}`);
    }
    const seq = Number(number);
    const before = entries.get(idOf({ client, seq }));
    if ((outcome === "INVOKE") !== (before === undefined)) {
      throw new Error(`This line has no place here: ${written}`);
    }
    if (before !== undefined && before.outcome !== "INVOKE") {
      throw new Error(`Its outcome is known: ${written}`);
    }
    const told = outcome === "OK" && rest !== "" ? { told: rest } : {};
    entries.set(idOf({ client, seq }), { client, seq, outcome, payload: before?.payload ?? rest, ...told });
  }
  return [...entries.values()];
}

/**
 * Every acknowledged row is there exactly once and as it was sent, every refused one is not, and there is no other (I2).
 *
 * @throws LedgerBroken
 */
export function checkLedger(entries: readonly LedgerEntry[], rows: readonly LedgerRow[]): LedgerCounts {
  assertNone(rowFaults(entries, rows));
  const there = new Set(rows.map(idOf));
  const unknown = entries.filter(({ outcome }) => outcome === "INVOKE" || outcome === "UNKNOWN");
  const present = unknown.filter((entry) => there.has(idOf(entry))).length;
  return {
    ok: entries.filter(({ outcome }) => outcome === "OK").length,
    fail: entries.filter(({ outcome }) => outcome === "FAIL").length,
    unknown: { present, absent: unknown.length - present },
  };
}

/** What is wrong with rows of which each is one act of a client. */
export function rowFaults(entries: readonly LedgerEntry[], rows: readonly LedgerRow[]): Faults {
  const sent = new Map(entries.map((entry) => [idOf(entry), entry]));
  const found = new Map<string, LedgerRow[]>();
  for (const row of rows) found.set(idOf(row), [...(found.get(idOf(row)) ?? []), row]);
  const there = [...found.keys()];
  return {
    ...noFaults,
    lost: entries
      .filter(({ outcome }) => outcome === "OK")
      .map(idOf)
      .filter((id) => !found.has(id)),
    doubled: there.filter((id) => (found.get(id)?.length ?? 0) > 1),
    phantom: there.filter((id) => (sent.get(id)?.outcome ?? "FAIL") === "FAIL"),
    altered: there.filter(
      (id) => sent.has(id) && found.get(id)?.some(({ payload }) => payload !== sent.get(id)?.payload),
    ),
  };
}

function isOutcome(word: string | undefined): word is LedgerEntry["outcome"] {
  return word === "INVOKE" || word === "OK" || word === "FAIL" || word === "UNKNOWN";
}

/** How an act is named in a fault. */
export function idOf({ client, seq }: { client: string; seq: number }): string {
  return `${client}:${seq}`;
}

function name(ids: readonly string[]): string {
  const shown = ids.slice(0, 20).join(", ");
  return ids.length > 20 ? `${shown} and ${ids.length - 20} more` : shown;
}

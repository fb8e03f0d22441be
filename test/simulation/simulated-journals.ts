import { JournalDamaged, UsageError } from "../../src/core/errors.ts";
import type { JournalEntry, JournalRecord } from "../../src/core/journal.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Journal, JournalStore, RunListing } from "../../src/ports/journal-store.ts";
import { JournalUnwritable } from "../../src/store/journal-unwritable.ts";
import { noLine, toLine } from "../../src/store/journal-line.ts";
import type { ParsedJournal } from "../../src/store/parse-journal.ts";
import type { Host } from "./host.ts";
import { journalIn } from "./journal-in.ts";

/** Journals on a simulated disk, in the very bytes the ones in files have. A record is there whole, or torn, or not. */
export function simulatedJournals(host: Host, clock: Clock = host.simulation.clock): JournalStore {
  const { journals } = host.world;
  const parsed = (run: string): ParsedJournal => {
    if (!Object.hasOwn(journals, run)) {
      throw new UsageError({ summary: `There is no run ${JSON.stringify(run)}` });
    }
    return journalIn(host.world, run);
  };
  const whole = (run: string): ParsedJournal => {
    const content = parsed(run);
    if (content.damage !== undefined) {
      throw new JournalDamaged({ summary: `The journal of run ${run} is damaged` });
    }
    if (content.entries.length === 0) throw new UsageError({ summary: `Run "${run}" never began` });
    return content;
  };
  return {
    async create(run) {
      await Promise.resolve();
      if (Object.hasOwn(journals, run)) throw new UsageError({ summary: `There is a run "${run}" already` });
      journals[run] = "";
      return new SimulatedJournal({ host, clock, run }, { entries: [], length: 0, checksum: noLine });
    },
    async open(run) {
      await Promise.resolve();
      const content = whole(run);
      journals[run] = Buffer.from(journals[run] ?? "").toString("utf8", 0, content.length);
      return new SimulatedJournal({ host, clock, run }, content);
    },
    read: (run) => Promise.resolve().then(() => whole(run).entries),
    list: () =>
      Promise.resolve().then(() =>
        Object.keys(journals)
          .map((run) => listed(run, parsed(run)))
          .filter((listing) => listing !== undefined)
          .sort((a, b) => (openedAt(a) < openedAt(b) ? 1 : -1)),
      ),
  };
}

function listed(run: string, { damage, entries }: ParsedJournal): RunListing | undefined {
  if (damage !== undefined) return { run, damage: damage.why };
  return entries.length === 0 ? undefined : { run, entries };
}

const openedAt = ({ entries }: RunListing): string => entries?.[0]?.at ?? "";

interface Place {
  readonly host: Host;
  readonly clock: Clock;
  readonly run: string;
}

class SimulatedJournal implements Journal {
  readonly path: string;
  readonly #place: Place;
  readonly #entries: JournalEntry[];
  #checksum: string;
  #refusal: Error | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(place: Place, { entries, checksum }: ParsedJournal) {
    this.path = `/state/runs/${place.run}/journal.ndjson`;
    this.#place = place;
    this.#entries = [...entries];
    this.#checksum = checksum;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  append(record: JournalRecord): Promise<JournalEntry> {
    const appended = this.#last.then(() => this.#append(record));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#refusal ??= new JournalUnwritable(this.path, "it was closed");
  }

  #append(record: JournalRecord): JournalEntry {
    if (this.#refusal !== undefined) throw this.#refusal;
    const { host, clock, run } = this.#place;
    const at = clock.now().toISOString();
    const entry = JSON.parse(
      JSON.stringify({ seq: this.#entries.length + 1, at, ...record }),
    ) as JournalEntry;
    const line = toLine(entry, this.#checksum);
    const step = "step" in record ? ` ${record.step}` : "";
    try {
      host.simulation.meet("journal", `${record.type}${step}`, () => {
        host.world.journals[run] = (host.world.journals[run] ?? "") + line.text;
      });
    } catch (error) {
      // As the one in files has it: nobody knows now what is on disk.
      this.#refusal = new JournalUnwritable(this.path, error);
      throw this.#refusal;
    }
    this.#checksum = line.checksum;
    this.#entries.push(entry);
    return entry;
  }
}

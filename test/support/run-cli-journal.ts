import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export type JournalRecord = Readonly<Record<string, unknown>> & { readonly type: string };

/** The runs kept below a state home, oldest first; of two in one minute the names do not tell. */
export function runsIn(stateHome: string): string[] {
  const directory = join(stateHome, "dbshift", "runs");
  const begun = (run: string): number => statSync(join(directory, run)).birthtimeMs;
  try {
    return readdirSync(directory).sort((a, b) => begun(a) - begun(b));
  } catch {
    return []; // No run yet.
  }
}

/** What the journal of a run says, in order. */
export function journalOf(stateHome: string, run: string): JournalRecord[] {
  const text = readFileSync(join(stateHome, "dbshift", "runs", run, "journal.ndjson"), "utf8");
  const lines = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalRecord);
}

/** The state the last record of a step leaves it in, e.g. `step.started` for one that was cut off. */
export function lastOf(records: readonly JournalRecord[], step: string): string | undefined {
  return records.findLast((record) => record["step"] === step)?.type;
}

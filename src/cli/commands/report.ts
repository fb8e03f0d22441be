import { DbshiftError, JournalDamaged, UsageError } from "../../core/errors.ts";
import { exitCodes, type ExitCode } from "../../core/exit-codes.ts";
import type { JournalEntry } from "../../core/journal.ts";
import { foldJournal } from "../../core/progress.ts";
import type { Plan } from "../../core/plan.ts";
import { loadPlaybook } from "../../playbook/load-playbook.ts";
import type { JournalStore } from "../../ports/journal-store.ts";
import { reportJson } from "../../report/report-json.ts";
import { reportText } from "../../report/report-text.ts";
import type { Titles } from "../../report/run-history.ts";
import { openStore } from "../open-store.ts";
import { commandTail, type CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { wholeRegistry } from "../whole-registry.ts";

/** The story of the run that was named, or of the latest, from its journal alone: Docker is not asked. */
export async function report(
  run: string | undefined,
  options: CommonOptions,
  output: Output,
): Promise<ExitCode> {
  const store = await openStore(options);
  const tail = commandTail(options);
  const entries = run === undefined ? await latestIn(store, tail) : await store.read(run);
  const titles = await titlesOf(foldJournal(entries).plan);
  const exit = exitCodes.done;
  output.print(reportText(entries, { paint: output.paintResults, tail, titles }));
  output.printJson({ ok: true, report: reportJson(entries, { tail, titles }), exit });
  return exit;
}

/** The plan names the steps of the run alone; the playbook it holds names those of the way back too. */
async function titlesOf({ playbook: { name, text } }: Plan): Promise<Titles> {
  try {
    const { returnSteps } = loadPlaybook(text, name, await wholeRegistry());
    return new Map(returnSteps.map(({ id, step }) => [id, step.title]));
  } catch (error) {
    // A playbook with steps of another version still has a story; its steps go by their ids.
    if (error instanceof DbshiftError) return new Map();
    throw error;
  }
}

async function latestIn(store: JournalStore, tail: string): Promise<readonly JournalEntry[]> {
  const [latest] = await store.list();
  if (latest === undefined) {
    throw new UsageError({ summary: "There is no run to report on", detail: ["There are no runs at all."] });
  }
  if (latest.entries !== undefined) return latest.entries;
  throw new JournalDamaged({
    summary: `The journal of run ${latest.run} is damaged, so what it did is not known for certain`,
    detail: [latest.damage ?? ""],
    next: [`dbshift status ${latest.run}${tail}`],
  });
}

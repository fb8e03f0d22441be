import type { Finding } from "../core/finding.ts";
import type { JournalEntry } from "../core/journal.ts";
import { foldJournal, isDone, stepProgress, type Progress } from "../core/progress.ts";
import { runHistory, type Happening, type Titles } from "./run-history.ts";
import { statusJson, type StatusJson } from "./status-json.ts";

/** A file outside Docker that a run has kept. */
export interface KeptFile {
  readonly step: string;
  readonly title: string;
  readonly file: string;
}

/** What `report --json` tells of one run. */
export interface ReportJson {
  readonly status: StatusJson;
  readonly playbook: string;
  readonly source: { readonly version: string; readonly image: string; readonly sizeBytes: number };
  readonly target: { readonly image: string };
  /** What the comparison behind the fence said when it passed; empty where it did not come to that. */
  readonly verified: readonly {
    readonly title: string;
    readonly at: string;
    readonly findings: readonly Finding[];
  }[];
  readonly keptFiles: readonly KeptFile[];
  readonly history: readonly Happening[];
}

export function reportJson(
  entries: readonly JournalEntry[],
  { tail, titles }: { readonly tail: string; readonly titles: Titles },
): ReportJson {
  const progress = foldJournal(entries);
  const { source, target, playbook } = progress.plan;
  const { version, image, sizeBytes } = source;
  return {
    status: statusJson(entries, tail),
    playbook: playbook.name,
    source: { version, image, sizeBytes },
    target: { image: target.image },
    verified: verifiedIn(progress, entries),
    keptFiles: keptFilesOf(progress),
    history: runHistory(entries, titles),
  };
}

/** The checks of the cutover: they compare while both sides stand still. */
function verifiedIn({ plan }: Progress, entries: readonly JournalEntry[]): ReportJson["verified"] {
  return plan.steps.flatMap(({ id, title, kind, phase }) => {
    if (kind !== "check" || phase !== "cutover") return [];
    const passed = entries.findLast((entry) => entry.type === "check.passed" && entry.step === id);
    return passed?.type === "check.passed" ? [{ title, at: passed.at, findings: passed.findings }] : [];
  });
}

/** Steps that keep a file hand on where it is. */
function keptFilesOf(progress: Progress): readonly KeptFile[] {
  return progress.plan.steps.flatMap(({ id, title }) => {
    const step = stepProgress(progress, id);
    if (!isDone(step) || typeof step.output !== "object" || step.output === null) return [];
    const { file } = step.output as Readonly<Record<string, unknown>>;
    // Without a directory it lies beside the journal, and is no copy of the data.
    return typeof file === "string" && file.startsWith("/") ? [{ step: id, title, file }] : [];
  });
}

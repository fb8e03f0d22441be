import type { JournalEntry } from "../core/journal.ts";
import { foldJournal } from "../core/progress.ts";
import { durationText } from "./duration-text.ts";
import { foldText } from "./fold-text.ts";
import { nextLines } from "./next-lines.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { reportJson, type ReportJson } from "./report-json.ts";
import type { Happening, Titles } from "./run-history.ts";
import { sizeText } from "./size-text.ts";
import { timeText } from "./time-text.ts";
import { whoServes, type WhoServes } from "./who-serves.ts";

/** The story of one run, for people and for the file: what was done and when, what it cost, what is left. */
export function reportText(
  entries: readonly JournalEntry[],
  {
    paint = unpainted,
    tail,
    titles,
  }: { readonly paint?: Paint; readonly tail: string; readonly titles: Titles },
): string {
  const progress = foldJournal(entries);
  const report = reportJson(entries, { tail, titles });
  const { run, engine, from, to, container, state, copies, openedAt, updatedAt } = report.status;
  const heading = `Run ${run} · ${engine} ${from} → ${to} · container ${printable(container)}`;
  return [
    ...foldText(heading).map((line) => paint("bold", line)),
    "",
    ...row("State", [state]),
    ...row("Serves", [whoServes(progress).sentence]),
    ...row("Upgrade", upgrade(report)),
    ...row("Time", [`${timeText(openedAt)} to ${timeText(updatedAt)}`]),
    ...row("Downtime", [downtime(report, whoServes(progress).side)]),
    ...row("Verified", verified(report)),
    ...row(
      "Copies",
      copies.map(({ side, volume, proof }) => `${side}, volume ${volume}: ${proof}`),
    ),
    ...row("Files", files(report)),
    "",
    paint("bold", "  What happened"),
    ...report.history.flatMap((happening) => happeningLines(happening, paint)),
    ...nextLines(progress, tail),
  ].join("\n");
}

const indent = " ".repeat(12);

function row(name: string, texts: readonly string[]): string[] {
  return texts.flatMap((text, index) =>
    foldText(printable(text), { first: index === 0 ? `  ${name.padEnd(10)}` : indent, rest: indent }),
  );
}

function downtime({ status: { downtimeSeconds: seconds } }: ReportJson, serves: WhoServes["side"]): string {
  if (seconds !== undefined) return durationText(seconds);
  return serves === "nobody" || serves === "unknown" ? "not known to be over" : "none";
}

function upgrade({ source, target, playbook }: ReportJson): string[] {
  return [
    `from version ${source.version}, image ${source.image}, ${sizeText(source.sizeBytes)}`,
    `to image ${target.image}, by the playbook ${playbook}`,
  ];
}

function verified({ verified: checks }: ReportJson): string[] {
  if (checks.length === 0) return ["nothing was compared"];
  return checks.flatMap(({ title, at, findings }) => [
    `${title}: no difference (${timeText(at)})`,
    ...findings.map(({ summary }) => summary),
  ]);
}

function files({ keptFiles }: ReportJson): string[] {
  if (keptFiles.length === 0) return ["no copy of the data was kept outside Docker"];
  return keptFiles.map(({ file }) => file);
}

const marks = {
  done: ["green", "✔"],
  passed: ["green", "✔"],
  found: ["dim", "="],
  failed: ["red", "✗"],
  undone: ["yellow", "↶"],
  resumed: ["dim", "·"],
  recreated: ["yellow", "↶"],
  turned: ["yellow", "·"],
  entered: ["dim", "·"],
  closed: ["bold", "·"],
} as const;

/** The details of what went well are in the JSON; why something failed is not left out anywhere. */
function happeningLines({ at, what, text, seconds, detail }: Happening, paint: Paint): string[] {
  const [colour, mark] = marks[what];
  const took = seconds === null || seconds < 0.05 ? "" : durationText(seconds);
  const [first = "", ...rest] = foldText(printable(what === "found" ? `${text}: was so already` : text), {
    first: " ".repeat(26),
  });
  const why = what === "failed" || what === "turned" ? detail : [];
  return [
    `    ${timeText(at).slice(-8)} ${took.padStart(10)} ${paint(colour, mark)} ${first.slice(26)}`,
    ...rest,
    ...why.flatMap((line) => foldText(printable(line), { first: " ".repeat(28) })),
  ];
}

import { DbshiftError, messageOf } from "../core/errors.ts";
import type { JournalEntry } from "../core/journal.ts";
import { foldJournal, type Progress } from "../core/progress.ts";
import type { DriveResult } from "../core/drive-result.ts";
import { copies } from "./copies.ts";
import { downtimeSeconds } from "./downtime-seconds.ts";
import { durationText } from "./duration-text.ts";
import { findingLines } from "./finding-lines.ts";
import { foldText } from "./fold-text.ts";
import { nextLines } from "./next-lines.ts";
import { unpainted, type Colour, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { whoServes } from "./who-serves.ts";

interface Sayings {
  readonly paint?: Paint;
  /** Options that have to stand behind every command. */
  readonly tail?: string;
}

/**
 * How a run ended, for a person: what happened, which database serves, whether data is at risk, what to type next.
 */
export function outcomeText(
  result: DriveResult,
  entries: readonly JournalEntry[],
  { paint = unpainted, tail = "" }: Sayings = {},
): string {
  const progress = foldJournal(entries);
  const { headline, colour } = headlineOf(result, progress);
  const why = whyLines(result, paint);
  return [
    ...foldText(headline).map((line) => paint(colour, line)),
    "",
    ...(why.length === 0 ? [] : [...why, ""]),
    ...foldText(whoServes(progress).sentence),
    ...risk(result, progress).flatMap((text) => foldText(text)),
    ...downtime(result, entries),
    ...nextLines(progress, tail),
  ].join("\n");
}

function headlineOf(result: DriveResult, { plan, run }: Progress): { headline: string; colour: Colour } {
  const name = printable(plan.source.container);
  switch (result.kind) {
    case "target serves":
      return { headline: `Done: ${name} is on version ${plan.to} (run ${run})`, colour: "green" };
    case "refused":
      return { headline: `Refused: ${name} stays on version ${plan.from} (run ${run})`, colour: "yellow" };
    case "rolled back":
      return {
        headline: `Rolled back: ${name} is on version ${plan.from} again (run ${run})`,
        colour: "yellow",
      };
    case "returned":
      return { headline: `Returned: ${name} is on version ${plan.from} again (run ${run})`, colour: "green" };
    case "retired":
      return { headline: `Retired: what run ${run} had kept is removed`, colour: "green" };
    case "stopped":
      return { headline: `Stopped: run ${run} is not finished`, colour: "red" };
  }
}

function whyLines(result: DriveResult, paint: Paint): string[] {
  if (result.kind === "refused") return findingLines(result.findings, paint);
  if (result.kind !== "rolled back" && result.kind !== "stopped") return [];
  return causeLines(result.cause);
}

function causeLines(cause: unknown): string[] {
  const detail = cause instanceof DbshiftError ? cause.detail : [];
  const lines = [`Because: ${messageOf(cause)}`, ...detail].flatMap((text) => text.split("\n"));
  return lines.flatMap((line, index) => foldText(printable(line), { first: index === 0 ? "" : "  " }));
}

function risk(result: DriveResult, progress: Progress): string[] {
  const { source, target } = progress.plan;
  switch (result.kind) {
    case "target serves":
      return [
        `The source is kept, as container ${printable(target.keptSource)} on volume ${printable(source.volume)}.`,
        ...(progress.plan.verify.rows === "content"
          ? []
          : ["The content of rows was not verified: they were only counted, as was asked for."]),
      ];
    case "refused":
    case "rolled back":
      return ["No data is at risk, and what the run had made is gone again."];
    case "returned":
      return [
        `The target is kept, stopped, as container ${printable(target.setAsideTarget)}, with what it was told after the switch.`,
      ];
    case "retired":
      return [
        progress.returning
          ? "The target and its volume are gone."
          : `The source and its volume are gone${archived(progress)}.`,
      ];
    case "stopped":
      return riskOfStop(progress);
  }
}

function archived({ archive }: Progress): string {
  return archive === undefined ? "" : `; what they held is kept in ${printable(archive)}`;
}

function riskOfStop(progress: Progress): string[] {
  const said = copies(progress).map(
    ({ side, volume, proof }) => `The ${side}, volume ${printable(volume)}: ${proof}.`,
  );
  return ["No data is at risk. The copies there are:", ...said];
}

/** Told where it was this command that ended it. */
function downtime({ kind }: DriveResult, entries: readonly JournalEntry[]): string[] {
  if (kind !== "target serves" && kind !== "rolled back") return [];
  const seconds = downtimeSeconds(entries);
  return seconds === undefined ? [] : [`Clients were without a database for ${durationText(seconds)}.`];
}

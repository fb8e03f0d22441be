import type { Progress } from "../core/progress.ts";
import type { FingerprintCompared } from "../ports/engine.ts";
import { foldText } from "./fold-text.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { runPosition } from "./run-position.ts";

/** What changed in the database that serves since the fence of a run, for a person. */
export function changesText(
  progress: Progress,
  compared: FingerprintCompared,
  { paint = unpainted, tail = "" }: { paint?: Paint; tail?: string } = {},
): string {
  const { named, count } = compared;
  const headline = count === 0 ? equal(progress, compared) : changed(progress, compared);
  const left = count - named.length;
  const paragraphs = [
    ...(count === 0 ? [] : [meaning(compared)]),
    ...notLookedInto(compared),
    ...(compared.content ? [] : ["The content of rows was not compared, only how many there are."]),
    ...(count === 0 ? [] : [otherCopy(progress)]),
  ];
  return [
    ...foldText(headline).map((line) => paint(count === 0 ? "green" : "yellow", line)),
    ...(count === 0 ? [] : [""]),
    ...named.flatMap((text) => foldText(printable(text), { first: "  ", rest: "      " })),
    ...(left > 0 ? [`  and ${left} more`] : []),
    ...(paragraphs.length === 0 ? [] : [""]),
    ...paragraphs.flatMap((text) => foldText(text)),
    ...(count === 0 ? [] : ["", "Where this run stands:", `    dbshift status ${progress.run}${tail}`]),
  ].join("\n");
}

function equal(progress: Progress, { objects, side, content }: FingerprintCompared): string {
  return `Equal: ${place(progress, side)} holds what was there at the fence of run ${progress.run}: ${objects} objects, and ${content ? "the same rows in each table" : "as many rows in each table"}.`;
}

function changed(progress: Progress, { count, side }: FingerprintCompared): string {
  const changes = `${count} ${count === 1 ? "thing has" : "things have"} changed`;
  return `${changes} in ${place(progress, side)} since the fence of run ${progress.run}:`;
}

function place({ plan }: Progress, side: FingerprintCompared["side"]): string {
  const version = side === "target" ? plan.to : plan.from;
  return `${printable(plan.source.container)} (the ${side}, version ${version})`;
}

function meaning({ side }: FingerprintCompared): string {
  const before =
    side === "target" ? "Before clients were let in it was compared with the source, and equal. " : "";
  return `${before}Rows that came or went since, and sequences that moved, are clients at work. An object that is new, gone or changed is somebody's doing: ask who worked on this database.`;
}

function notLookedInto({ closed }: FingerprintCompared): string[] {
  if (closed.length === 0) return [];
  const names = closed.map((name) => `"${printable(name)}"`).join(", ");
  return [
    closed.length === 1
      ? `The database ${names} accepts no connections, so it was not looked into.`
      : `The databases ${names} accept no connections, so they were not looked into.`,
  ];
}

function otherCopy(progress: Progress): string {
  const { source, target } = progress.plan;
  if (progress.outcome === "retired") return "What the run had kept beside it was retired.";
  switch (runPosition(progress)) {
    case "switched":
      return `The source, as it was at the fence, is kept: container ${printable(target.keptSource)} on volume ${printable(source.volume)}.`;
    case "returned":
      return `The target, with what clients wrote to it, is kept: container ${printable(target.setAsideTarget)}.`;
    default:
      return "The run was undone, and nothing it made is left.";
  }
}

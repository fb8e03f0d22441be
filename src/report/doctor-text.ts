import { blockersOf } from "../core/finding.ts";
import type { DoctorReport, ExaminedContainer, FoundVolume, HostCheck } from "./doctor-report.ts";
import { findingLines } from "./finding-lines.ts";
import { foldText } from "./fold-text.ts";
import { unpainted, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { sizeText } from "./size-text.ts";
import { timeText } from "./time-text.ts";

/** What dbshift found on a host, for people. */
export function doctorText(report: DoctorReport, paint: Paint = unpainted): string {
  const { host, containers, volumes, unread } = report;
  return [
    paint("bold", "This host"),
    ...host.flatMap((check) => hostLines(check, paint)),
    "",
    paint("bold", "Databases in containers"),
    ...(containers.length === 0 ? ["  None that dbshift knows was found."] : []),
    ...containers.flatMap((each) => containerLines(each, paint)),
    "",
    paint("bold", "Databases in volumes without a name, or that no container has"),
    ...(volumes.length === 0 ? ["  None was found."] : []),
    ...volumes.flatMap((volume) => volumeLines(volume, paint)),
    ...unread.flatMap(({ volume, reason }) => [
      `  ${paint("yellow", "?")} ${printable(volume)}`,
      ...folded(`was not looked into: ${reason}`, 6),
    ]),
    "",
    ...closing(report),
  ].join("\n");
}

const marks = { has: ["green", "✔"], lacks: ["red", "✗"], unknown: ["yellow", "?"] } as const;
const textColumn = 15;

function hostLines({ name, state, text, remedy }: HostCheck, paint: Paint): string[] {
  const [colour, mark] = marks[state];
  const [first = "", ...rest] = folded(text, textColumn);
  const below = remedy === undefined ? [] : folded(remedy, textColumn);
  return [`  ${paint(colour, mark)} ${name.padEnd(textColumn - 4)}${first.trimStart()}`, ...rest, ...below];
}

function containerLines(each: ExaminedContainer, paint: Paint): string[] {
  const { container, version, sizeBytes, image, state, findings } = each;
  const facts = [version ?? state, ...(sizeBytes === null ? [] : [sizeText(sizeBytes)]), image];
  const blockers = blockersOf(findings);
  const [colour, mark] = blockers.length === 0 ? marks.has : marks.lacks;
  return [
    `  ${paint(colour, mark)} ${printable(container)}`,
    ...folded(facts.join(", "), 4),
    ...folded(verdictOn(each, blockers.length > 0), 4),
    ...findingLines(blockers, paint),
  ];
}

function verdictOn({ to }: ExaminedContainer, refused: boolean): string {
  const upgrade = `upgrade${to === null ? "" : ` to ${to}`}`;
  return refused
    ? `An ${upgrade} would be refused:`
    : `Nothing that was looked at stands in the way of an ${upgrade}.`;
}

function volumeLines(volume: FoundVolume, paint: Paint): string[] {
  const { engine, major, sizeBytes, lastWrite, anonymous, containers } = volume;
  const facts = [`${engine} ${major}`, sizeText(sizeBytes), `last write ${timeText(lastWrite)}`];
  const users = containers.length === 0 ? "no container has it" : `of container ${containers.join(", ")}`;
  return [
    `  ${paint("bold", printable(volume.volume))}`,
    ...folded(facts.join(", "), 4),
    ...folded(anonymous ? `nobody named it; ${users}` : users, 4),
  ];
}

function closing({ volumes, volumesRead: read }: DoctorReport): string[] {
  const looked =
    read === 0
      ? []
      : foldText(
          `${String(read)} ${read === 1 ? "volume was" : "volumes were"} looked into, read-only, by a container ` +
            "without a network, which is gone again. Nothing else was made, and nothing was changed.",
        );
  const kept = "dbshift never removes such volumes. They may be the only copy of something.";
  return volumes.length === 0 ? looked : [...looked, ...foldText(kept)];
}

function folded(text: string, indent: number): string[] {
  return foldText(printable(text), { first: " ".repeat(indent) });
}

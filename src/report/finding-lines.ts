import type { Finding, Severity } from "../core/finding.ts";
import { foldText } from "./fold-text.ts";
import { unpainted, type Colour, type Paint } from "./paint.ts";
import { printable } from "./printable.ts";

const order: readonly Severity[] = ["blocker", "warning", "info"];
const marks = { blocker: "✗", warning: "!", info: "i" } as const satisfies Record<Severity, string>;
const colours = { blocker: "red", warning: "yellow", info: "dim" } as const satisfies Record<
  Severity,
  Colour
>;

/** Findings for people, the ones that stand in the way first: code, what is wrong, what can be done. */
export function findingLines(findings: readonly Finding[], paint: Paint = unpainted): string[] {
  return order.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity).flatMap((finding) => linesOf(finding, paint)),
  );
}

function linesOf(finding: Finding, paint: Paint): string[] {
  const { severity } = finding;
  const [head = "", ...more] = foldText(`${finding.code}  ${printable(finding.summary)}`, {
    first: " ".repeat(6),
    rest: " ".repeat(8),
  });
  const texts = [finding.detail, finding.remedy].filter((text) => text !== undefined);
  const below = texts.flatMap((text) =>
    text.split("\n").flatMap((line) => foldText(printable(line), { first: " ".repeat(8) })),
  );
  return [`    ${paint(colours[severity], marks[severity])} ${head.slice(6)}`, ...more, ...below];
}

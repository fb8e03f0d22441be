import type { Finding } from "../core/finding.ts";
import type { Plan } from "../core/plan.ts";
import { findingLines } from "./finding-lines.ts";
import { foldText } from "./fold-text.ts";
import { unpainted, type Paint } from "./paint.ts";
import { planStepLines } from "./plan-step-lines.ts";
import { printable } from "./printable.ts";
import { sizeText } from "./size-text.ts";
import { timeText } from "./time-text.ts";

/** A plan as a person reads it before saying yes: where, from what, to what, what was found, what changes. */
export function planText(plan: Plan, title: string, paint: Paint = unpainted): string {
  const heading = `${title} ${plan.from} → ${plan.to} · container ${printable(plan.source.container)}`;
  return [
    ...foldText(heading).map((line) => paint("bold", line)),
    "",
    ...facts(plan),
    "",
    paint("bold", "  Changes   + made  ~ changed  ↷ kept for the way back"),
    ...changes(plan),
    "",
    paint("bold", "  Steps"),
    ...planStepLines(plan.steps, paint),
    "",
    ...wayBack(plan),
    "",
    paint("bold", `  Findings  ${findingCounts(plan.findings)}`),
    ...findingLines(plan.findings, paint),
  ].join("\n");
}

function fact(name: string, ...texts: readonly string[]): string[] {
  const indent = " ".repeat(12);
  return texts.flatMap((text, index) =>
    foldText(printable(text), { first: index === 0 ? `  ${name.padEnd(10)}` : indent, rest: indent }),
  );
}

function facts({ daemon, source, target, playbook, verify }: Plan): string[] {
  return [
    ...fact("Where", `Docker ${daemon.version} on ${daemon.name}`, daemon.host),
    ...fact(
      "Source",
      `container ${source.container}, started ${timeText(source.startedAt)}`,
      `version ${source.version}, image ${source.image} (${shortId(source.imageId)})`,
      `volume ${source.volume} at ${source.mountedAt}, ${sizeText(source.sizeBytes)}`,
    ),
    ...fact(
      "Target",
      `version ${target.major}, image ${target.image} (${pinned(target)})`,
      `volume ${target.volume}`,
    ),
    ...fact("Playbook", `${playbook.name} (${shortId(`sha256:${playbook.sha256}`)})`),
    ...(verify.rows === "content" ? [] : fact("Verify", "rows are counted, their content is not verified")),
  ];
}

function pinned({ imageId, digest }: Plan["target"]): string {
  if (imageId !== null) return shortId(imageId);
  return digest === null
    ? "not here; its registry does not tell what it has"
    : `not here; its registry has ${shortId(digest)}`;
}

function shortId(id: string): string {
  return id.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]*$/, "$1$2");
}

function findingCounts(findings: readonly Finding[]): string {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((f) => f.severity === severity).length;
  const blockers = count("blocker");
  const warnings = count("warning");
  if (findings.length === 0) return "none";
  const one = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  return `${one(blockers, "blocker")} · ${one(warnings, "warning")} · ${one(count("info"), "note")}`;
}

function changes({ source, target, backup }: Plan): string[] {
  const line = (mark: string, kind: string, text: string): string[] =>
    foldText(printable(text), { first: `    ${mark} ${kind.padEnd(10)} `, rest: " ".repeat(17) });
  return [
    ...line("+", "volume", `${target.volume}, for the target`),
    ...(backup === null ? [] : line("+", "file", `the dump, compressed, in ${backup}`)),
    ...line("~", "container", `${source.container}, made anew from ${target.image} on ${target.volume}`),
    ...line(" ", "", "same name, ports, networks, environment, other mounts and limits"),
    ...line("↷", "container", `${target.keptSource}, the source: stopped, off its networks, unstartable`),
    ...line("+", "container", "a holder: it only runs, so that cleaning up Docker leaves the source"),
    ...line("↷", "volume", `${source.volume}, the source's: no newer server ever opens it`),
  ];
}

function wayBack({ steps, target }: Plan): string[] {
  const pivot = steps.find((step) => step.kind === "pivot");
  const until = pivot === undefined ? "" : ` until "${pivot.title}"`;
  return fact(
    "Way back",
    `Any failure${until} leads back to the source by itself. After that "dbshift rollback" does, ` +
      `giving up what ${target.major} was told since, until "dbshift retire" removes the source.`,
  );
}

import { DbshiftError, messageOf, Refused, Unexpected } from "../core/errors.ts";
import { exitCodes, type ExitCode } from "../core/exit-codes.ts";
import { findingLines } from "../report/finding-lines.ts";
import { foldText } from "../report/fold-text.ts";
import { printable } from "../report/printable.ts";
import { errorJson } from "../report/result-json.ts";
import { Interrupted } from "../runner/interruption.ts";
import { exitCodeOfSignal } from "./exit-code-of.ts";
import type { Output } from "./output.ts";

/** Says why a command ended before it had an outcome to tell, and with which code. */
export function reportError(error: unknown, output: Output): ExitCode {
  const exit = exitOf(error);
  output.insist(textOf(error, output));
  const origin = error instanceof Unexpected ? error.cause : error;
  if (output.verbose && origin instanceof Error) output.insist(origin.stack ?? "");
  output.printJson({
    ok: false,
    error: errorJson(error),
    findings: error instanceof Refused ? error.findings : [],
    next: error instanceof DbshiftError ? error.next : [],
    exit,
  });
  return exit;
}

function exitOf(error: unknown): ExitCode {
  if (error instanceof DbshiftError) return error.exit;
  if (error instanceof Interrupted) return exitCodeOfSignal(error.signal);
  return exitCodes.unexpected;
}

function textOf(error: unknown, { paint, verbose }: Output): string {
  if (error instanceof Interrupted) return "Interrupted. Nothing was changed.";
  const label = (text: string): string =>
    foldText(`Error: ${printable(text)}`)
      .join("\n")
      .replace("Error:", paint("red", "Error:"));
  if (!(error instanceof DbshiftError)) {
    const hint = verbose ? "" : " (--verbose shows where)";
    return label(`unexpected: ${messageOf(error)}${hint}`);
  }
  const findings = error instanceof Refused ? findingLines(error.findings, paint) : [];
  const detail = error.detail.flatMap((text) =>
    text.split("\n").flatMap((line) => foldText(printable(line))),
  );
  return [
    label(error.message),
    ...(findings.length === 0 ? [] : ["", ...findings]),
    ...(detail.length === 0 ? [] : ["", ...detail]),
    ...(error.exit === exitCodes.refused ? ["", "Nothing was changed."] : []),
    ...(error.next.length === 0 ? [] : ["", "What to type next:"]),
    ...error.next.map((command) => `    ${printable(command)}`),
  ].join("\n");
}

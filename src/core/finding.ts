export type Severity = "blocker" | "warning" | "info";

/**
 * What a check has to say. `code` is stable and searchable; `summary` names the thing; `remedy` is what a person can
 * do about it, with the command where there is one. A blocker refuses the run before anything has changed.
 */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail?: string;
  readonly remedy?: string;
}

type Text = Pick<Finding, "summary" | "detail" | "remedy">;

export const blocker = (code: string, text: Text): Finding => ({ code, severity: "blocker", ...text });
export const warning = (code: string, text: Text): Finding => ({ code, severity: "warning", ...text });
export const info = (code: string, text: Text): Finding => ({ code, severity: "info", ...text });

export function blockersOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.severity === "blocker");
}

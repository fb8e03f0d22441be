import { UsageError } from "../core/errors.ts";
import type { Playbook } from "../playbook/playbook.ts";

/** @throws UsageError where a dump is to be kept, and no step of the playbook would */
export function assertKeepsDump({ name, steps }: Playbook, directory: string | undefined): void {
  if (directory === undefined || steps.some(({ step }) => step.kind !== "check" && step.keepsDump)) return;
  throw new UsageError({
    summary: `The playbook "${name}" has no step that keeps the dump, so --backup would keep nothing`,
    detail: ["Give it such a step, as the shipped one has, or leave --backup out. Nothing was changed."],
  });
}

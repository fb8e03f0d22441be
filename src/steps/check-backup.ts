import { defineCheck } from "../playbook/define-step.ts";
import { findingsOnDirectory } from "./findings-on-directory.ts";

/** Whether the dump can be kept where it was asked to be. */
export const checkBackup = defineCheck({
  id: "docker/check-backup",
  title: "Check where the dump is kept",
  check: ({ runtime, plan }) =>
    plan.backup === null
      ? Promise.resolve([])
      : findingsOnDirectory(runtime, plan.backup, plan.source.sizeBytes),
});

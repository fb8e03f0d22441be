import { UsageError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import { findingsOnDirectory } from "../steps/findings-on-directory.ts";
import type { HeldRun } from "./open-run.ts";

/**
 * What speaks against keeping the source in a directory of the host before it is removed.
 *
 * @throws UsageError where this retire would not keep it at all
 */
export async function findingsOnArchive(
  { docker, playbook, progress }: Pick<HeldRun, "docker" | "playbook" | "progress">,
  archive: string | undefined,
): Promise<readonly Finding[]> {
  if (archive === undefined) return [];
  if (progress.returning) {
    throw new UsageError({
      summary: "--archive keeps the source, and this retire removes the target: the source serves",
      detail: ["Nothing was changed."],
    });
  }
  if (!playbook.steps.some(({ retires }) => retires === "archives")) {
    throw new UsageError({
      summary: `The playbook "${playbook.name}" of this run has no step that keeps an archive`,
      detail: ["Nothing was changed."],
    });
  }
  return findingsOnDirectory(docker.runtime, archive, progress.plan.source.sizeBytes);
}

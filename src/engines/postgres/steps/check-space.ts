import { StepError } from "../../../core/errors.ts";
import { blocker, info, type Finding } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { freeBytesIn, spaceFor } from "../disk-space.ts";
import { factsOf } from "../facts-of.ts";

/** The new volumes lie where the source's does: another kind of volume is refused elsewhere. */
export const checkSpace = defineCheck({
  id: "postgres/check-space",
  title: "Check the free space",
  async check({ runtime, plan }) {
    const argv = ["df", "-Pk", factsOf(plan).dataDirectory];
    const { exitCode, stdout, stderr } = await runtime.look(plan.source.containerId, argv);
    if (exitCode !== 0) throw new StepError({ summary: "The free space cannot be read", detail: [stderr] });
    return [findingOnSpace(plan.source.sizeBytes, freeBytesIn(stdout))];
  },
});

export function findingOnSpace(dataBytes: number, freeBytes: number): Finding {
  const need = spaceFor(dataBytes);
  const text = `${mebibytes(need.total)} are needed beside the volume's data, ${mebibytes(freeBytes)} are free`;
  if (freeBytes >= need.total) return info("PG-SPACE", { summary: text });
  const rows: [string, number][] = [
    ["the target's data", need.target],
    ["the dump", need.dump],
    ["WAL and temporary files", need.spare],
    ["needed", need.total],
    ["free", freeBytes],
    ["missing", need.total - freeBytes],
  ];
  return blocker("PG-SPACE", {
    summary: `Too little space: ${text}`,
    detail: rows.map(([what, bytes]) => `${what.padEnd(24)}${mebibytes(bytes).padStart(12)}`).join("\n"),
    remedy: `Free at least ${mebibytes(need.total - freeBytes)} on the disk that holds Docker's volumes. See what takes it:\n    docker system df -v`,
  });
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / (1024 * 1024))} MiB`;
}

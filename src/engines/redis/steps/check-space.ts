import { StepError } from "../../../core/errors.ts";
import { blocker, info, type Finding } from "../../../core/finding.ts";
import { defineCheck } from "../../../playbook/define-step.ts";
import { factsOf } from "../facts-of.ts";

const mebibyte = 1024 * 1024;

/**
 * The new volumes lie where the source's does. Both hold a copy of it, and servers that write their data anew while they
 * run keep the old files until the new ones are whole.
 */
export const checkSpace = defineCheck({
  id: "redis/check-space",
  title: "Check the free space",
  async check({ runtime, plan }) {
    const { files, memory } = factsOf(plan);
    const argv = ["df", "-Pk", files.directory];
    const { exitCode, stdout, stderr } = await runtime.look(plan.source.containerId, argv);
    const free = /\s(\d+)\s+\S+\s+\/\S*\s*$/.exec(stdout)?.[1];
    if (exitCode !== 0 || free === undefined) {
      throw new StepError({ summary: "The free space cannot be read", detail: [stderr] });
    }
    return [findingOnSpace(plan.source.sizeBytes, memory.used, Number(free) * 1024)];
  },
});

/** What is in memory may not be on disk yet: it is written once by the source, and perhaps once by each of two copies. */
export function findingOnSpace(dataBytes: number, memoryBytes: number, freeBytes: number): Finding {
  const need = 2 * dataBytes + 3 * memoryBytes + 64 * mebibyte;
  const text = `${inMebibytes(need)} may be needed, ${inMebibytes(freeBytes)} are free`;
  if (freeBytes >= need) return info("REDIS-SPACE", { summary: text });
  return blocker("REDIS-SPACE", {
    summary: `Too little space: ${text}`,
    remedy: `Free at least ${inMebibytes(need - freeBytes)} on the disk that holds Docker's volumes. See what takes it:\n    docker system df -v`,
  });
}

const inMebibytes = (bytes: number): string => `${String(Math.ceil(bytes / mebibyte))} MiB`;

import { expect, test } from "vitest";
import { planDrift } from "../../../src/cli/plan-drift.ts";
import { samplePlan as plan } from "../report/sample-run.ts";

test("sizes and the time of looking may move", () => {
  const seen = { ...plan, createdAt: "later", source: { ...plan.source, sizeBytes: 1 } };
  expect(planDrift(plan, seen)).toEqual([]);
});

test("each changed identity is named with what it was and what it is", () => {
  const { source, daemon, playbook } = plan;
  const changed = [
    { ...plan, source: { ...source, containerId: "other" } },
    { ...plan, source: { ...source, startedAt: "other" } },
    { ...plan, source: { ...source, imageId: "other" } },
    { ...plan, source: { ...source, volume: "other" } },
    { ...plan, source: { ...source, version: "other" } },
    { ...plan, source: { ...source, identity: "other" } },
    { ...plan, daemon: { ...daemon, id: "other" } },
    { ...plan, playbook: { ...playbook, sha256: "other" } },
  ];
  for (const seen of changed) {
    const [finding, ...more] = planDrift(plan, seen);
    expect(finding).toMatchObject({ code: "DRIFT", severity: "blocker" });
    expect(finding?.detail).toContain("is other now");
    expect(more).toEqual([]);
  }
});

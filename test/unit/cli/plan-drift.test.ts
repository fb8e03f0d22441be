import { expect, test } from "vitest";
import { daemonDrift, identityDrift, planDrift } from "../../../src/cli/plan-drift.ts";
import { samplePlan as plan } from "../report/sample-run.ts";

test("sizes and the time of looking may move", () => {
  const seen = { ...plan, createdAt: "later", source: { ...plan.source, sizeBytes: 1 } };
  expect(planDrift(plan, seen)).toEqual([]);
});

test("each changed identity is named with what it was and what it is", () => {
  const { source, target, daemon, playbook } = plan;
  const changed = [
    { ...plan, source: { ...source, containerId: "other" } },
    { ...plan, source: { ...source, startedAt: "other" } },
    { ...plan, source: { ...source, imageId: "other" } },
    { ...plan, source: { ...source, volume: "other" } },
    { ...plan, source: { ...source, version: "other" } },
    { ...plan, source: { ...source, identity: "other" } },
    { ...plan, daemon: { ...daemon, id: "other" } },
    { ...plan, playbook: { ...playbook, sha256: "other" } },
    { ...plan, source: { ...source, container: "other" } },
    { ...plan, source: { ...source, mountedAt: "other" } },
    { ...plan, engine: "other" },
    { ...plan, backup: "other" },
    { ...plan, target: { ...target, image: "other" } },
    { ...plan, target: { ...target, volume: "other" } },
    { ...plan, target: { ...target, keptSource: "other" } },
    { ...plan, target: { ...target, setAsideTarget: "other" } },
  ];
  for (const seen of changed) {
    const [finding, ...more] = planDrift(plan, seen);
    expect(finding).toMatchObject({ code: "DRIFT", severity: "blocker" });
    expect(finding?.detail).toContain("is other now");
    expect(more).toEqual([]);
  }
});

test("an image whose tag was moved is drift, with both ids; one that came as it was planned is not", () => {
  const target = { ...plan.target, imageId: "sha256:a", digest: "sha256:1" };
  const seen = (imageId: string | null, digest: string | null) =>
    identityDrift({ ...plan, target }, { ...plan, target: { ...target, imageId, digest } });
  expect(seen("sha256:a", null)).toEqual([]);
  expect(seen(null, "sha256:1")).toEqual([]);
  expect(seen("sha256:b", "sha256:1")).toMatchObject([
    { code: "DRIFT", detail: /It was sha256:a, .* and is sha256:b, .* now\./ },
  ]);
  expect(seen(null, null)).toHaveLength(1);
});

test("another pair, comparison, other steps and other labels are drift, another wording of a step is not", () => {
  const [step, ...others] = plan.steps;
  const codes = (seen: typeof plan): number => planDrift(plan, seen).length;
  expect(codes({ ...plan, to: "17" })).toBe(1);
  expect(codes({ ...plan, labels: { team: "shop" } })).toBe(1);
  expect(codes({ ...plan, verify: { rows: "counts", jobs: 2 } })).toBe(1);
  expect(codes({ ...plan, verify: { rows: "content", jobs: 3 } })).toBe(0);
  expect(codes({ ...plan, steps: others })).toBe(1);
  expect(codes({ ...plan, steps: [{ ...step!, title: "Other words" }, ...others] })).toBe(0);
});

test("a plan that was kept outlives a restart of the source, one that was shown does not", () => {
  const seen = { ...plan, source: { ...plan.source, startedAt: "later" } };
  expect(identityDrift(plan, seen)).toEqual([]);
  expect(planDrift(plan, seen)).toHaveLength(1);
});

test("another Docker engine is told before anything is looked at there", () => {
  expect(daemonDrift(plan, { ...plan.daemon, version: "99" })).toEqual([]);
  expect(daemonDrift(plan, { ...plan.daemon, id: "other" })).toMatchObject([{ code: "DRIFT" }]);
});

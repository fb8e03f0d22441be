import type { JournalRecord } from "../../src/core/journal.ts";
import type { Plan } from "../../src/core/plan.ts";

const samplePlan: Plan = {
  format: 1,
  tool: "0.1.0",
  createdAt: "2026-01-02T03:04:05.000Z",
  engine: "postgres",
  from: "15",
  to: "16",
  playbook: { name: "postgres-dump", sha256: "ab", text: "name: postgres-dump\n" },
  daemon: { id: "d", name: "host", host: "unix:///var/run/docker.sock", version: "26" },
  source: {
    containerId: "c",
    container: "shop-db",
    image: "postgres:15",
    imageId: "sha256:15",
    startedAt: "2026-01-01T00:00:00Z",
    restartPolicy: { name: "unless-stopped", maximumRetryCount: 0 },
    volume: "shop-data",
    mountedAt: "/var/lib/postgresql/data",
    version: "15.14",
    identity: "7",
    sizeBytes: 100,
  },
  target: {
    image: "postgres:16",
    imageId: "sha256:16",
    digest: null,
    major: "16",
    volume: "shop-data-pg16",
    keptSource: "shop-db.pre16",
    setAsideTarget: "shop-db.pg16",
  },
  backup: null,
  verify: { rows: "counts", jobs: 1 },
  facts: { databases: ["shop", 'we"ird\nname'], locale: "C" },
  findings: [{ code: "size", severity: "info", summary: "100 MB", detail: "in two databases" }],
  steps: [
    {
      id: "fence",
      use: "postgres/fence",
      title: "Fence the source",
      kind: "compensable",
      phase: "cutover",
      needs: ["pull"],
    },
  ],
  labels: { "dbshift.run": "r1" },
};

export const opened = (run: string): JournalRecord => ({ type: "run.opened", run, plan: samplePlan });

/** One record of every type, the one that opens a run first. */
export const sampleRecords = (run: string): readonly JournalRecord[] => [
  opened(run),
  {
    type: "check.passed",
    step: "versions",
    findings: [{ code: "x", severity: "warning", summary: "é\u0000\u2028" }],
  },
  { type: "step.started", step: "fence", attempt: 1 },
  { type: "step.failed", step: "fence", attempt: 1, error: { summary: "no", detail: ["a", "b"] } },
  { type: "step.compensating", step: "fence", attempt: 1 },
  { type: "step.compensated", step: "fence", attempt: 1 },
  { type: "run.turned", reason: "the restore failed" },
  { type: "run.resumed", direction: "back", tool: "0.1.0" },
  { type: "step.adopted", step: "pull", output: null },
  { type: "source.recreating", name: "shop" },
  { type: "source.recreated", containerId: "c2" },
  { type: "step.succeeded", step: "fence", attempt: 2, output: { witness: "1:2", tables: [1, 2.5, true] } },
  { type: "graph.entered", graph: "return" },
  { type: "run.closed", outcome: "rolled back" },
];

import type { JournalEntry, JournalRecord } from "../../../src/core/journal.ts";
import type { Plan, PlannedStep } from "../../../src/core/plan.ts";

const uses: Readonly<Record<string, string>> = { stop: "stop-source", volume: "create-volume" };

const step = (
  id: string,
  kind: PlannedStep["kind"],
  phase: PlannedStep["phase"],
  title: string,
): PlannedStep => ({
  id,
  use: `docker/${uses[id] ?? id}`,
  title,
  kind,
  phase,
  needs: [],
});

/** A plan small enough to read, with a step of every kind. */
export const samplePlan: Plan = {
  format: 1,
  tool: "0.1.0",
  createdAt: "2026-11-21T01:00:00.000Z",
  engine: "postgres",
  from: "15",
  to: "16",
  playbook: { name: "postgres-dump", sha256: "0123456789abcdef".repeat(4), text: "name: postgres-dump\n" },
  daemon: { id: "daemon", name: "host-1", host: "unix:///var/run/docker.sock", version: "27.1.1" },
  source: {
    containerId: "c".repeat(64),
    container: "shop-db",
    image: "postgres:15",
    imageId: `sha256:${"1".repeat(64)}`,
    startedAt: "2026-11-20T01:00:00.000Z",
    restartPolicy: { name: "unless-stopped", maximumRetryCount: 0 },
    volume: "shop-data",
    mountedAt: "/var/lib/postgresql/data",
    version: "15.14",
    identity: "7",
    sizeBytes: 104 * 1024 * 1024,
  },
  target: {
    image: "postgres:16",
    imageId: `sha256:${"6".repeat(64)}`,
    digest: null,
    major: "16",
    volume: "shop-data-pg16",
    keptSource: "shop-db.pre16",
    setAsideTarget: "shop-db.pg16",
  },
  backup: null,
  verify: { rows: "content", jobs: 2 },
  facts: {},
  findings: [],
  steps: [
    step("source", "check", "preflight", "Check the source server"),
    step("volume", "compensable", "prepare", "Create the target volume"),
    step("stop", "compensable", "cutover", "Stop the source"),
    step("restore", "compensable", "cutover", "Restore into the target"),
    step("verify", "check", "cutover", "Verify the target against the source"),
    step("open", "pivot", "cutover", "Let clients in"),
    step("statistics", "retryable", "soak", "Gather statistics"),
    step("retire", "retryable", "retire", "Remove the source and its volume"),
  ],
  labels: {},
};

/** A journal of these records, one second apart. */
export function journalOf(...records: readonly JournalRecord[]): readonly JournalEntry[] {
  const all: readonly JournalRecord[] = [{ type: "run.opened", run: "r1", plan: samplePlan }, ...records];
  return all.map((record, index) => ({
    seq: index + 1,
    at: new Date(Date.parse("2026-11-21T01:00:00.000Z") + index * 1000).toISOString(),
    ...record,
  }));
}

export const started = (id: string): JournalRecord => ({ type: "step.started", step: id, attempt: 1 });
export const failed = (id: string): JournalRecord => ({
  type: "step.failed",
  step: id,
  attempt: 1,
  error: { summary: "it said no", detail: [] },
});
export const done = (id: string): readonly JournalRecord[] => [
  started(id),
  {
    type: "step.succeeded",
    step: id,
    attempt: 1,
    output: id === "volume" ? { volume: "shop-data-pg16-a2" } : null,
  },
];
export const passed = (id: string): JournalRecord => ({ type: "check.passed", step: id, findings: [] });

/** Everything up to the moment before clients are let in. */
export const untilVerified: readonly JournalRecord[] = [
  passed("source"),
  ...done("volume"),
  ...done("stop"),
  ...done("restore"),
  passed("verify"),
];
export const switched: readonly JournalRecord[] = [
  ...untilVerified,
  ...done("open"),
  ...done("statistics"),
  { type: "run.closed", outcome: "target serves" },
];
export const returned: readonly JournalRecord[] = [
  ...switched,
  { type: "graph.entered", graph: "return" },
  ...done("target-off"),
  { type: "run.closed", outcome: "returned" },
];

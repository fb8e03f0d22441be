import type { JournalEntry, JournalRecord } from "../../../src/core/journal.ts";
import type { Json, Plan } from "../../../src/core/plan.ts";
import { samplePlan } from "../report/sample-run.ts";

interface Difference {
  readonly identity?: string;
  readonly daemon?: string;
  /** The day it was begun. */
  readonly day?: number;
}

/** The plan of the nth upgrade of one database in a line, from 15 on. */
export function planOf(nth: number, { identity, daemon }: Difference = {}): Plan {
  return {
    ...samplePlan,
    from: String(14 + nth),
    to: String(15 + nth),
    daemon: { ...samplePlan.daemon, id: daemon ?? "daemon" },
    source: {
      ...samplePlan.source,
      volume: `shop-${String(nth - 1)}`,
      identity: identity ?? `identity-${String(nth - 1)}`,
    },
    target: { ...samplePlan.target, volume: `shop-${String(nth)}` },
    steps: (["create-volume", "create-target", "start-target"] as const).map((name) => ({
      ...{ id: name, use: `docker/${name}`, title: name, kind: "compensable" as const },
      ...{ phase: "cutover" as const, needs: [] },
    })),
  };
}

/** The journal of that upgrade; what happened to it since can be added. */
export function entriesOfUpgrade(
  nth: number,
  since: readonly JournalRecord[] = [],
  { day = nth, ...difference }: Difference = {},
): readonly JournalEntry[] {
  const plan = planOf(nth, difference);
  const done = (step: string, output: Json): JournalRecord => ({
    type: "step.succeeded",
    step,
    attempt: 1,
    output,
  });
  const records: readonly JournalRecord[] = [
    { type: "run.opened", run: `run-${String(nth)}`, plan },
    done("create-volume", { volume: `shop-${String(nth)}` }),
    done("create-target", { containerId: `target-${String(nth)}` }),
    done("start-target", { identity: `identity-${String(nth)}`, version: String(15 + nth) }),
    { type: "run.closed", outcome: "target serves" },
    ...since,
  ];
  const at = new Date(Date.UTC(2026, 10, day)).toISOString();
  return records.map((record, index) => ({ seq: index + 1, at, ...record }));
}

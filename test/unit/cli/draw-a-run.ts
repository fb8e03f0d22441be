import { setTimeout as sleep } from "node:timers/promises";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { openView } from "../../../src/cli/ui/open-view.ts";
import { journalOf, samplePlan } from "../report/sample-run.ts";

// A program of its own, because a picture wants a terminal: the test runs it in one.

const ending = process.argv[2];
const steps = samplePlan.steps.map(({ title, ...step }, index, all) => ({
  ...step,
  needs: index === 0 ? [] : [all[index - 1]?.id ?? ""],
  after: [],
  verifies: step.id === "verify",
  step: { title },
}));
const playbook = { steps, returnSteps: [] } as never;
const places = steps.filter((step) => step.phase !== "retire") as never;

const view = await openView({ playbook, places, entries: journalOf(), quiet: false });
let seq = 1;
const now = (): string => new Date().toISOString();
const tell = async (record: JournalRecord): Promise<void> => {
  seq += 1;
  view.emit({ seq, at: now(), ...record });
  await sleep(20);
};

for (const { id, kind } of places as typeof steps) {
  if (kind === "check") {
    await tell({ type: "check.passed", step: id, findings: [] });
    continue;
  }
  await tell({ type: "step.started", step: id, attempt: 1 });
  if (id === "stop") view.emit({ type: "note", at: now(), step: id, text: "closed 3 \u001b[31msessions" });
  if (id === "restore" && ending === "turned") {
    await tell({ type: "step.failed", step: id, attempt: 1, error: { summary: "psql said no", detail: [] } });
    await tell({ type: "run.turned", reason: "psql said no" });
    for (const undone of ["restore", "stop", "volume"]) {
      await tell({ type: "step.compensating", step: undone, attempt: 1 });
      await tell({ type: "step.compensated", step: undone, attempt: 1 });
    }
    await tell({ type: "run.closed", outcome: "rolled back" });
    break;
  }
  if (id === "restore" && ending === "stopped") break;
  await tell({ type: "step.succeeded", step: id, attempt: 1, output: null });
}
await view.end();
process.stderr.write("the prompt is back\n");

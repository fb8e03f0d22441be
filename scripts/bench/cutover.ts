import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { foldJournal, stepProgress } from "../../src/core/progress.ts";
import { downtimeSeconds } from "../../src/report/downtime-seconds.ts";
import { fenceOf } from "../../src/report/run-position.ts";
import { parseJournal } from "../../src/store/parse-journal.ts";
import type { Bench } from "./start-server.ts";
import { formatTable } from "./format-table.ts";
import { runNode } from "./run-node.ts";

/** The time nobody was served, step by step, in seconds from its beginning. */
export interface Cutover {
  readonly outage: number;
  readonly steps: readonly CutoverStep[];
}

export interface CutoverStep {
  readonly id: string;
  readonly use: string;
  readonly title: string;
  /** What any upgrade by dump has to do: dump, restore and verify. */
  readonly work: boolean;
  readonly from: number;
  readonly to: number;
}

const work = new Set(["postgres/dump", "postgres/restore", "postgres/verify"]);

/** What takes the longer the more data there is, and cannot be spared. */
export const dumpAndRestore = (step: CutoverStep): boolean =>
  ["postgres/dump", "postgres/restore"].includes(step.use);

/** What the outage would be if it were nothing but the work, or a part of it. */
export function workSeconds({ steps }: Cutover, part = (step: CutoverStep): boolean => step.work): number {
  return steps.filter(part).reduce((sum, { from, to }) => sum + to - from, 0);
}

export async function readCutover(bench: Bench, run: string): Promise<Cutover> {
  const path = join(bench.directory, "dbshift", "runs", run, "journal.ndjson");
  const { entries } = parseJournal(await readFile(path), run);
  const { plan, steps: progress } = foldJournal(entries);
  const outage = downtimeSeconds(entries) ?? NaN;
  const fence = fenceOf(plan.steps)?.id ?? "";
  const begun = Date.parse(stepProgress({ steps: progress }, fence).startedAt ?? "");
  const edges = await edgesOf(bench, plan.playbook.name);
  const endOf = (id: string): number => Date.parse(progress.get(id)?.endedAt ?? "");
  const steps = plan.steps.flatMap(({ id, use, title, kind, phase }) => {
    const { startedAt = "", endedAt = "" } = stepProgress({ steps: progress }, id);
    // A check leaves one record, at its end. It begins as soon as what it waits for is done.
    const started = kind === "check" ? Math.max(...(edges.get(id) ?? []).map(endOf)) : Date.parse(startedAt);
    const from = (started - begun) / 1000;
    const to = (Date.parse(endedAt) - begun) / 1000;
    return phase === "cutover" && from >= 0 ? [{ id, use, title, work: work.has(use), from, to }] : [];
  });
  return { outage, steps: steps.toSorted((a, b) => a.from - b.from) };
}

const playbookSchema = z.object({
  playbook: z.object({
    steps: z.array(z.object({ id: z.string(), needs: z.array(z.string()), after: z.array(z.string()) })),
  }),
});

/** What each step waits for; the journal's plan has only a part of it. */
async function edgesOf(bench: Bench, playbook: string): Promise<Map<string, string[]>> {
  const { stdout } = await runNode(bench, ["bin/dbshift.js", "playbook", "show", playbook, "--json"]);
  const { steps } = playbookSchema.parse(JSON.parse(stdout)).playbook;
  return new Map(steps.map(({ id, needs, after }) => [id, [...needs, ...after]]));
}

export function cutoverTable(cutover: Cutover): string {
  const { outage, steps } = cutover;
  const show = (seconds: number): string => `${seconds.toFixed(2)} s`;
  const costs = costOf(cutover);
  const cost = (of: CutoverStep | undefined): string => show(costs.get(of) ?? 0);
  const rows = steps.map((step) => {
    const { title, from, to } = step;
    return [title, show(from), show(to - from), step.work ? "" : cost(step)];
  });
  return formatTable([
    ["the cutover", "begins at", "takes", "adds"],
    ...rows,
    ["between the steps", "", "", cost(undefined)],
    ["outage", "", show(outage), show(outage - workSeconds(cutover))],
  ]);
}

/**
 * The outage, dealt out: every moment of it belongs to the work under way, else to the step under way that began first,
 * else to none. So what the steps add is what the outage has too much, though some run side by side.
 */
function costOf({ outage, steps }: Cutover): Map<CutoverStep | undefined, number> {
  const costs = new Map<CutoverStep | undefined, number>();
  const cuts = [0, outage, ...steps.flatMap(({ from, to }) => [from, to])].sort((a, b) => a - b);
  cuts.slice(1).forEach((end, index) => {
    const start = cuts[index] ?? 0;
    const busy = steps.filter(({ from, to }) => from <= start && to >= end);
    const owner = busy.find((step) => step.work) ?? busy[0];
    costs.set(owner, (costs.get(owner) ?? 0) + end - start);
  });
  return costs;
}

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Sample } from "../../test/simulation/fault-pairs.ts";
import type { Played } from "./simulated-part.ts";

interface Simulated {
  /** Markdown. */
  readonly table: string;
  readonly violations: string[];
  readonly schedules: number;
}

/** Plays the simulated faults, as many at a time as there are processors, and says what was seen. */
export async function simulate(sample: Sample): Promise<Simulated> {
  const startedAt = performance.now();
  const of = availableParallelism();
  const parts = await Promise.all(Array.from({ length: of }, (_, part) => played({ of, part, sample })));
  const seconds = (performance.now() - startedAt) / 1000;
  const names = parts[0]?.map(({ name }) => name) ?? [];
  const rows = names.map((name) => {
    const ofName = parts.flatMap((part) => part.filter((each) => each.name === name));
    return { name, ...summed(ofName) };
  });
  for (const { schedule, point, seen } of rows.flatMap(({ violations }) => violations)) {
    console.log(`${point}\n  npm run faults -- --replay '${schedule}'\n  ${seen.join("\n  ")}`);
  }
  const lines = rows.map(
    ({ name, schedules, merged, points, violations }) =>
      `| ${name} | ${String(schedules)} | ${String(merged)} | ${String(points)} | ${String(violations.length)} |`,
  );
  return {
    table: [
      `Simulated in ${seconds.toFixed(0)} s, ${drawn(sample)}.`,
      "",
      "| simulated | schedules | of these to a state judged before | fault points | violations |",
      "| --- | --: | --: | --: | --: |",
      ...lines,
    ].join("\n"),
    violations: rows.flatMap(({ violations }) =>
      violations.map(({ schedule, seen }) => `${schedule}: ${seen.join("; ")}`),
    ),
    schedules: rows.reduce((sum, { schedules }) => sum + schedules, 0),
  };
}

const drawn = ({ seed, each }: Sample): string =>
  each === Infinity
    ? "every pair"
    : `${String(each)} second deaths for each first one, drawn with the seed ${String(seed)}`;

function played(data: object): Promise<readonly Played[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./simulated-part.ts", import.meta.url), {
      workerData: data,
      // Each schedule leaves much behind that is of no use any more: less often is quicker.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function summed(parts: readonly Played[]) {
  return {
    schedules: parts.reduce((sum, { schedules }) => sum + schedules, 0),
    merged: parts.reduce((sum, { merged }) => sum + merged, 0),
    points: new Set(parts.flatMap(({ points }) => points)).size,
    violations: parts.flatMap(({ violations }) => violations),
  };
}

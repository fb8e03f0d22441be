import { formatTable } from "./format-table.ts";

export interface Figure {
  readonly name: string;
  readonly unit: "s" | "×" | "MB";
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly limit?: number;
  readonly met?: boolean;
}

/** What to read off every run, and the limit it has. */
type Wanted<Run> = readonly [name: string, unit: Figure["unit"], pick: (run: Run) => number, limit?: number];

export function figuresOf<Run>(runs: readonly Run[], wanted: readonly Wanted<Run>[]): Figure[] {
  return wanted.map(([name, unit, pick, limit]) => ({ name, unit, ...spread(runs.map(pick), unit, limit) }));
}

/** What is held against a limit: the median of a time, which others on the machine disturb; the most of a memory. */
function spread(
  values: readonly number[],
  unit: Figure["unit"],
  limit: number | undefined,
): Omit<Figure, "name" | "unit"> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? NaN;
  const last = sorted.length - 1;
  const median = (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2;
  const found = { runs: sorted.length, median, min: at(0), max: at(last) };
  if (limit === undefined) return found;
  return { ...found, limit, met: (unit === "MB" ? found.max : median) <= limit };
}

export function figuresTable(figures: readonly Figure[]): string {
  const heading = ["", "median", "min", "max", "runs", "limit", "met"];
  const rows = figures.map(({ name, unit, runs, limit, met, ...values }) => {
    const show = (value: number): string => `${value.toFixed(digits(unit))} ${unit}`;
    return [
      ...[name, show(values.median), show(values.min), show(values.max), String(runs)],
      ...(limit === undefined ? ["", ""] : [`≤ ${limit} ${unit}`, met === true ? "yes" : "NO"]),
    ];
  });
  return formatTable([heading, ...rows]);
}

function digits(unit: Figure["unit"]): number {
  return unit === "MB" ? 1 : 2;
}

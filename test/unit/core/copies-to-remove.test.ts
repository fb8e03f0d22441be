import { expect, test } from "vitest";
import { copiesToRemove } from "../../../src/core/copies-to-remove.ts";
import type { SafetyCopy } from "../../../src/core/safety-copy.ts";

const now = new Date("2026-03-31T00:00:00Z");

function copy(day: string, changes: Partial<SafetyCopy> = {}): { day: string; copy: SafetyCopy } {
  const made = { engine: "postgres", identity: "a", kind: "dump", createdAt: `${day}T12:00:00.000Z` };
  return { day, copy: { ...made, ...changes } as SafetyCopy };
}

const days = ["2026-03-01", "2026-03-30", "2026-03-10", "2026-03-20"];
const removed = (keep: number, age?: number): string[] =>
  copiesToRemove(
    days.map((day) => copy(day)),
    { keep, days: age },
    now,
  ).map(({ day }) => day);

test("by number the oldest go", () => {
  expect(removed(2)).toEqual(["2026-03-10", "2026-03-01"]);
  expect(removed(9)).toEqual([]);
});

test("what is young enough stays beyond the number, and what is old stays within it", () => {
  expect(removed(1, 15)).toEqual(["2026-03-10", "2026-03-01"]);
  expect(removed(3, 1)).toEqual(["2026-03-01"]);
});

test("of each database and kind the newest stays, however old it is", () => {
  const others = [copy("2020-01-01", { identity: "b" }), copy("2020-01-01", { kind: "volume" })];
  const all = [...days.map((day) => copy(day)), ...others];
  expect(copiesToRemove(all, { keep: 1, days: undefined }, now)).toHaveLength(3);
});

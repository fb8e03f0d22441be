import { expect, test } from "vitest";
import { faultsTable } from "../../../scripts/faults/faults-table.ts";
import type { Result } from "../../../scripts/faults/figures.ts";

const result = (
  campaign: string,
  figures: Partial<Result["figures"]>,
  more: Partial<Result> = {},
): Result => ({
  ...{ campaign, commit: "abc", at: "2026-01-02T03:04:05.000Z", short: false },
  ...more,
  figures: { violations: [], ...figures },
});

test("figures of several campaigns are one table, and what nobody looked for is no zero", () => {
  const times = Array.from({ length: 100 }, (_, place) => 1000 + 10 * place);
  const text = faultsTable([
    result("resume", {
      acknowledged: 5,
      kills: 2,
      points: ["a", "b"],
      decisions: [400],
      violations: ["I2: lost"],
    }),
    result("rollback", { acknowledged: 7, kills: 1, points: ["b"], rollbacks: times }, { short: true }),
    result("simulated", { schedules: 9 }, { commit: "def" }),
  ]);
  expect(text.split("\n")).toEqual([
    "| figure | |",
    "| --- | --: |",
    "| invariants violated | 1 |",
    "| commits acknowledged to clients, all found | 12 |",
    "| times dbshift was killed | 3 |",
    "| fail points it died at | 2 |",
    "| simulated schedules | 9 |",
    "| planted changes, all caught and named | – |",
    "| secrets found where none may be | – |",
    "| rollback, median and slowest of 100 | 1.50 s, 1.99 s |",
    "| resume, from its start to its first deed | 0.40 s, 0.40 s |",
    "| status with the engine out of reach | – |",
    "",
    "Of abc, 2026-01-02: resume, rollback (short).",
    "Of def, 2026-01-02: simulated.",
  ]);
});

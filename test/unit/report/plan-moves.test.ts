import { expect, test } from "vitest";
import type { Json } from "../../../src/core/plan.ts";
import { moveLines } from "../../../src/report/move-lines.ts";
import { planMoves } from "../../../src/report/plan-moves.ts";
import { samplePlan as plan } from "./sample-run.ts";

const withFacts = (facts: Json) => ({ ...plan, facts });

test("where nothing moved nothing is said", () => {
  expect(moveLines(planMoves(plan, { ...plan, createdAt: "later" }))).toEqual([]);
});

test("size, start and restart policy are shown with what they were and are", () => {
  const source = {
    ...plan.source,
    sizeBytes: 1024,
    startedAt: "2026-11-21T01:00:00.000Z",
    restartPolicy: { name: "no", maximumRetryCount: 0 },
  };
  const moves = planMoves(plan, { ...plan, source });
  expect(moves.map(({ name }) => name)).toEqual(["started", "size", "restart policy"]);
  expect(moves[1]).toEqual({ name: "size", was: "104.0 MiB", is: "1.0 KiB" });
});

test("what the engine found out is compared by names, so that one more does not move all behind it", () => {
  const before = {
    roles: 3,
    databases: [
      { name: "a", limit: -1 },
      { name: "c", limit: 1, sizeBytes: 1 },
    ],
  };
  const databases = [{ name: "a", limit: -1 }, { name: "b" }, { name: "c", limit: 2, sizeBytes: 2 }];
  expect(planMoves(withFacts(before), withFacts({ roles: 3, databases }))).toEqual([
    { name: "databases.c.limit", was: "1", is: "2" },
    { name: "databases.b", was: "not there", is: "there" },
  ]);
});

test("text from a plan file cannot move the cursor, and a long list ends (I15)", () => {
  const facts = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}\u001b[2J`, at]));
  const lines = moveLines(planMoves(withFacts({}), withFacts(facts)));
  expect(lines).toHaveLength(22);
  expect(lines.join("")).not.toContain("\u001b");
  expect(lines.at(-1)).toBe("    and 80 more");
});

import { expect, test } from "vitest";
import { StepError } from "../../../src/core/errors.ts";
import { resultJson } from "../../../src/report/result-json.ts";
import { journalOf, returned, started, switched } from "./sample-run.ts";

test("a finished run tells a script what serves, what is kept and how long clients waited", () => {
  expect(resultJson({ kind: "target serves" }, journalOf(...switched), { exit: 0 })).toEqual({
    ok: true,
    run: "r1",
    outcome: "target serves",
    serves: "target",
    from: "15",
    to: "16",
    container: "shop-db",
    downtimeSeconds: 6,
    kept: { container: "shop-db.pre16", volume: "shop-data" },
    rowsVerified: "content",
    findings: [],
    next: ["dbshift rollback r1 --discard-writes", "dbshift retire r1"],
    exit: 0,
  });
});

test("a return keeps the target under its own name, on the volume of the attempt that was served", () => {
  const { kept } = resultJson({ kind: "returned" }, journalOf(...returned), { exit: 0 });
  expect(kept).toEqual({ container: "shop-db.pg16", volume: "shop-data-pg16-a2" });
});

test("a failure names its cause", () => {
  const cause = new StepError({ summary: "It failed", detail: ["here"] });
  const result = { kind: "stopped", cause, signal: undefined, pastPivot: undefined } as const;
  expect(resultJson(result, journalOf(started("stop")), { exit: 5 })).toMatchObject({
    ok: false,
    outcome: "stopped",
    serves: "unknown",
    error: { summary: "It failed", detail: ["here"] },
    exit: 5,
  });
});

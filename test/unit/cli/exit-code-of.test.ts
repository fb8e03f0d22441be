import { describe, expect, test } from "vitest";
import type { DriveResult } from "../../../src/core/drive-result.ts";
import { exitCodeOf } from "../../../src/cli/exit-code-of.ts";

const cause = new Error("it said no");
const table: readonly [result: DriveResult, exit: number][] = [
  [{ kind: "target serves" }, 0],
  [{ kind: "returned" }, 0],
  [{ kind: "retired" }, 0],
  [{ kind: "refused", findings: [] }, 3],
  [{ kind: "rolled back", cause, signal: undefined }, 4],
  [{ kind: "rolled back", cause, signal: "SIGINT" }, 130],
  [{ kind: "rolled back", cause, signal: "SIGTERM" }, 143],
  [{ kind: "stopped", cause, signal: undefined, pastPivot: true }, 5],
  [{ kind: "stopped", cause, signal: undefined, pastPivot: undefined }, 5],
  [{ kind: "stopped", cause, signal: "SIGINT", pastPivot: false }, 130],
  [{ kind: "stopped", cause, signal: "SIGTERM", pastPivot: false }, 143],
];

describe("the exit code tells a script which side serves", () => {
  test.each(table)("%j", (result, exit) => {
    expect(exitCodeOf(result)).toBe(exit);
  });
});

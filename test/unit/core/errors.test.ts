import { describe, expect, test } from "vitest";
import {
  DbshiftError,
  DeadlinePassed,
  invariant,
  JournalDamaged,
  LeaseHeld,
  LeaseLost,
  messageOf,
  Refused,
  RuntimeUnreachable,
  StepError,
  UsageError,
} from "../../../src/core/errors.ts";
import { blocker, blockersOf, info, warning } from "../../../src/core/finding.ts";

const text = { summary: "It went wrong", detail: ["This is why."], next: ["dbshift doctor"] };

describe("every expected failure has its exit code (I12)", () => {
  test.each<[string, DbshiftError, number]>([
    ["UsageError", new UsageError(text), 2],
    ["Refused", new Refused([], text), 3],
    ["JournalDamaged", new JournalDamaged(text), 5],
    ["StepError", new StepError(text), 5],
    ["DeadlinePassed", new DeadlinePassed("waiting", 3), 5],
    ["LeaseLost", new LeaseLost(), 5],
    ["RuntimeUnreachable", new RuntimeUnreachable(text), 69],
    ["LeaseHeld", new LeaseHeld(text), 75],
  ])("%s", (name, error, exit) => {
    expect(error).toMatchObject({ name, exit });
    expect(error).toBeInstanceOf(DbshiftError);
    expect(error).toBeInstanceOf(Error);
  });

  test("it says what happened and what to do next", () => {
    expect(new UsageError(text)).toMatchObject({
      message: text.summary,
      detail: text.detail,
      next: text.next,
    });
    expect(new UsageError({ summary: "x" })).toMatchObject({ detail: [], next: [] });
  });

  test("it keeps what caused it, where something did", () => {
    const cause = new Error("below");
    expect(new StepError(text, cause).cause).toBe(cause);
    expect(new StepError(text)).not.toHaveProperty("cause");
  });

  test("a deadline names what was waited for and how long", () => {
    expect(new DeadlinePassed("Starting the target", 60).message).toBe(
      "Starting the target: not within 60 s",
    );
  });
});

describe("a refusal (I14)", () => {
  const findings = [
    blocker("a", { summary: "no" }),
    warning("b", { summary: "hm" }),
    info("c", { summary: "ah" }),
  ];

  test("counts the blockers alone, and keeps all that was found", () => {
    expect(Refused.because(findings).message).toBe("Refused: 1 thing stands in the way");
    expect(Refused.because([...findings, blocker("d", { summary: "no" })]).message).toContain(
      "2 things stand",
    );
    expect(Refused.because(findings).findings).toEqual(findings);
  });

  test("blockers are told from the rest", () => {
    expect(blockersOf(findings)).toEqual([{ code: "a", severity: "blocker", summary: "no" }]);
  });
});

test("a defect says that it is one", () => {
  expect(() => invariant(false, "two is three")).toThrow("dbshift is wrong about itself: two is three");
  expect(() => invariant(0, "zero")).toThrow();
  expect(() => invariant(1, "one")).not.toThrow();
});

test("whatever was thrown has a message", () => {
  expect([new Error("a"), "b", undefined, 3].map(messageOf)).toEqual(["a", "b", "undefined", "3"]);
});

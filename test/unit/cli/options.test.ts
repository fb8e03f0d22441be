import { resolve } from "node:path";
import { expect, test } from "vitest";
import { jobsOption } from "../../../src/cli/jobs-option.ts";
import { labelOption } from "../../../src/cli/label-option.ts";
import { commandTail } from "../../../src/cli/options.ts";

test("a proposed command finds the same runs and the same daemon", () => {
  expect(commandTail({})).toBe("");
  expect(commandTail({ stateDir: "/srv/runs", context: "far" })).toBe(" --state-dir /srv/runs --context far");
});

test("I15: a word with a meaning for the shell is quoted in a proposed command", () => {
  expect(commandTail({ context: "my own; rm" })).toBe(" --context 'my own; rm'");
  expect(commandTail({ stateDir: "/srv/it's" })).toBe(String.raw` --state-dir '/srv/it'\''s'`);
  expect(commandTail({ stateDir: "runs" })).toBe(` --state-dir ${resolve("runs")}`);
});

test("labels are collected, the last of a key wins, and the value may hold anything", () => {
  const once = labelOption("team=db", undefined);
  expect(labelOption("team=a=b c", labelOption("dbshift.test=7", once))).toEqual({
    team: "a=b c",
    "dbshift.test": "7",
  });
});

test("a label without a key or without = is wrong usage", () => {
  for (const word of ["team", "=x", "", "a b=c"]) {
    expect(() => labelOption(word, undefined)).toThrow("is not a label");
  }
});

test("a number of sessions is a number, and not any", () => {
  expect([jobsOption("1"), jobsOption("64")]).toEqual([1, 64]);
  for (const word of ["0", "65", "-1", "1.5", "1e1", "", "two", "0x2"]) {
    expect(() => jobsOption(word)).toThrow("is not a number of sessions");
  }
});

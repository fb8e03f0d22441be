import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brokenBuilds } from "../../broken/broken-builds.ts";

test("there are at least twenty broken builds, each with a mistake of its own", () => {
  expect(brokenBuilds.length).toBeGreaterThanOrEqual(20);
  expect(new Set(brokenBuilds.map(({ file, from, to }) => JSON.stringify([file, from, to]))).size).toBe(
    brokenBuilds.length,
  );
});

test.each(brokenBuilds.map((build) => [build.what, build] as const))(
  "%s: the place of the mistake is there once, and so are the tests",
  (_, { file, from, to, tests }) => {
    expect(readFileSync(file, "utf8").split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
    expect(tests.filter((path) => !existsSync(path))).toEqual([]);
  },
);

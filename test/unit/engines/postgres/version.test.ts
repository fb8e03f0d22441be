import { describe, expect, test } from "vitest";
import { compareMajors, majorOf, majorOfNumber } from "../../../../src/engines/postgres/version.ts";

describe("the major of a version", () => {
  test.each([
    ["15.4", "15"],
    ["15", "15"],
    ["16beta1", "16"],
    ["17rc2", "17"],
    ["19devel", "19"],
    ["15.8-alpine", "15"],
    ["16-bookworm", "16"],
    ["9.6", "9.6"],
    ["9.6.24", "9.6"],
    ["9.6.24-alpine3.15", "9.6"],
  ])("of %s is %s", (version, major) => {
    expect(majorOf(version)).toBe(major);
  });

  test.each([
    "",
    "latest",
    "alpine",
    "015",
    "+15",
    "1e1",
    "2.14.2",
    "6.0",
    "9",
    "150",
    "15.",
    "15 ",
    "15;x",
    "pg15",
  ])("there is none in %j", (word) => {
    expect(majorOf(word)).toBeUndefined();
  });

  test("of a server_version_num is its first part, and before 10 its first two", () => {
    expect(majorOfNumber(150014)).toBe("15");
    expect(majorOfNumber(100023)).toBe("10");
    expect(majorOfNumber(90624)).toBe("9.6");
  });

  test("majors are ordered by number, not by letter", () => {
    expect(compareMajors("9.6", "10")).toBeLessThan(0);
    expect(compareMajors("16", "15")).toBeGreaterThan(0);
    expect(compareMajors("9.5", "9.6")).toBeLessThan(0);
    expect(compareMajors("15", "15")).toBe(0);
  });
});

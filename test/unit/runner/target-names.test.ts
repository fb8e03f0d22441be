import { expect, test } from "vitest";
import { targetNames } from "../../../src/runner/target-names.ts";

const volumeOf = (volume: string): string =>
  targetNames("db", volume, { suffix: "pg18", major: "18" }).volume;

test.each([
  ["shop", "shop-pg18"],
  ["shop-pg17", "shop-pg18"],
  ["shop-pg17-a2", "shop-pg18"],
  ["shop-pg9.6", "shop-pg18"],
  ["shop-pgdata", "shop-pgdata-pg18"],
  ["shop-pg", "shop-pg-pg18"],
  ["pg17", "pg17-pg18"],
])("the volume %s is followed by %s, whatever an earlier upgrade called it", (volume, expected) => {
  expect(volumeOf(volume)).toBe(expected);
});

test("a major of another product makes names that Docker takes", () => {
  const across = { suffix: "valkey8", major: "valkey:8" };
  expect(targetNames("cache", "cache-data", across)).toEqual({
    volume: "cache-data-valkey8",
    keptSource: "cache.pre-valkey8",
    setAsideTarget: "cache.valkey8",
  });
  expect(targetNames("cache", "data-8", across).volume).toBe("data-8-valkey8");
});

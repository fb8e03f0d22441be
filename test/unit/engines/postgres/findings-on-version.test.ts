import { describe, expect, test } from "vitest";
import { findingsOnVersion } from "../../../../src/engines/postgres/findings-on-version.ts";

const source = { version: "15.18", container: "shop-db", image: "postgres:15" };

describe("the versions", () => {
  test("of a true pair upward are fine", () => {
    expect(findingsOnVersion({ from: "15", to: "16", source })).toEqual([]);
    expect(findingsOnVersion({ from: "15", to: "18", source })).toEqual([]);
  });

  test("refuse a source of another version than the pair says, and name the pair to type", () => {
    const [found] = findingsOnVersion({ from: "14", to: "16", source });
    expect(found).toMatchObject({ code: "PG-OTHER-VERSION", severity: "blocker" });
    expect(found?.remedy).toContain("dbshift postgres 15..16 shop-db");
  });

  test("refuse a downgrade", () => {
    expect(findingsOnVersion({ from: "15", to: "14", source })).toMatchObject([{ code: "PG-DOWNGRADE" }]);
    expect(findingsOnVersion({ from: "15", to: "9.6", source })).toMatchObject([{ code: "PG-DOWNGRADE" }]);
  });

  test("refuse the same major, and say that a minor update needs no dbshift", () => {
    const [found] = findingsOnVersion({ from: "15", to: "15", source });
    expect(found).toMatchObject({ code: "PG-SAME-MAJOR", severity: "blocker" });
    expect(found?.remedy).toContain("docker pull postgres:15");
  });

  test.each(["9.6.24", "CockroachDB", "8.4"])("refuse a source that says it is %s", (version) => {
    const found = findingsOnVersion({ from: "15", to: "16", source: { ...source, version } });
    expect(found).toMatchObject([{ code: "PG-TOO-OLD", severity: "blocker" }]);
  });

  test("warn of a minor with known holes, and not of a preview", () => {
    const of = (version: string): unknown[] =>
      findingsOnVersion({ from: "15", to: "16", source: { ...source, version } });
    expect(of("15.17")).toMatchObject([{ code: "PG-OLD-MINOR", severity: "warning" }]);
    expect(of("15.20")).toEqual([]);
    expect(of("15beta1")).toEqual([]);
  });
});

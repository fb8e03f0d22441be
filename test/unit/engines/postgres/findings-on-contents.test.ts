import { describe, expect, test } from "vitest";
import type { DatabaseContents, OnExtension } from "../../../../src/engines/postgres/facts.ts";
import { findingsOnContents } from "../../../../src/engines/postgres/findings-on-contents.ts";
import { sampleFacts } from "./sample.ts";

const findings = (
  more: Partial<DatabaseContents>,
  [from, to]: readonly [string, string] = ["15", "16"],
): readonly { readonly code: string; readonly severity: string }[] =>
  findingsOnContents(
    sampleFacts.contents.map((contents) => ({ ...contents, ...more })),
    { from, to },
  );

describe("the contents of a database", () => {
  test("of the usual kind are fine", () => {
    expect(findings({})).toEqual([]);
  });

  test("are refused with what the target does not take any more, and with what no dump carries", () => {
    const since = (major: string | null): Partial<DatabaseContents> => ({
      unrestorable: [{ what: "it", since: major }],
    });
    expect(findings(since("16"))).toMatchObject([{ code: "PG-UNRESTORABLE", severity: "blocker" }]);
    expect(findings(since(null))).toMatchObject([{ code: "PG-UNRESTORABLE", severity: "blocker" }]);
    expect(findings(since("16"), ["16", "17"])).toEqual([]);
    expect(findings(since("16"), ["13", "15"])).toEqual([]);
  });

  test("are refused with what was added to an extension only where the run would certainly fail on it", () => {
    const added = (stops: boolean, certain: boolean): OnExtension => ({ what: "it", stops, certain });
    const severities = (...objects: OnExtension[]): unknown[] =>
      findings({ onExtensions: objects }).map(({ severity }) => severity);
    expect(severities(added(true, true))).toEqual(["blocker"]);
    expect(severities(added(true, false))).toEqual(["warning"]);
    expect(severities(added(false, true), added(false, false))).toEqual(["warning", "warning"]);
  });
});

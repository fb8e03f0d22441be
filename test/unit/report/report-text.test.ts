import { expect, test } from "vitest";
import type { JournalRecord } from "../../../src/core/journal.ts";
import { info } from "../../../src/core/finding.ts";
import { reportJson } from "../../../src/report/report-json.ts";
import { reportText } from "../../../src/report/report-text.ts";
import { expectGolden, widest } from "./golden.ts";
import { done, failed, journalOf, passed, returned, started, switched } from "./sample-run.ts";

const titles = new Map([["target-off", "Stop the target"]]);
const tell = (...records: readonly JournalRecord[]): string =>
  reportText(journalOf(...records), { tail: "", titles }).replaceAll(/\b\d\d:\d\d:\d\d\b/g, "HH:MM:SS");

const troubled: readonly JournalRecord[] = [
  passed("source"),
  ...done("volume"),
  { type: "step.adopted", step: "stop", output: null },
  { type: "run.resumed", direction: "forward", tool: "0.1.0" },
  started("restore"),
  failed("restore"),
  { type: "run.turned", reason: "Restore into the target: it said\u001b[2J no" },
  { type: "step.compensating", step: "volume", attempt: 1 },
  { type: "step.compensated", step: "volume", attempt: 1 },
  { type: "run.closed", outcome: "rolled back" },
];

test.each([
  ["finished", switched],
  ["returned", returned],
  ["rolled-back", troubled],
])("the story of a run that was %s", async (name, records) => {
  const said = tell(...records);
  await expectGolden(`report-${name}`, said);
  expect(widest(said)).toBeLessThanOrEqual(80);
  expect(said).not.toContain("\u001b");
});

test("what was compared and what was kept outside Docker is told, to a script as well", () => {
  const findings = [info("PG-COMPARED", { summary: "2 databases, 3 tables, 4 rows were compared" })];
  const records: readonly JournalRecord[] = [
    { type: "check.passed", step: "verify", findings },
    { type: "step.adopted", step: "stop", output: { file: "beside-the-journal" } },
    { type: "step.adopted", step: "statistics", output: { file: "/srv/copies/shop.sql.gz" } },
  ];
  expect(tell(...records)).toMatch(/no difference .*\n.*\n? *2 databases, 3 tables, 4 rows were compared\n/);
  expect(tell(...records)).toContain("Files     /srv/copies/shop.sql.gz\n");
  const { verified, keptFiles, history } = reportJson(journalOf(...records), { tail: "", titles });
  expect(verified).toMatchObject([{ title: "Verify the target against the source", findings }]);
  expect(keptFiles).toEqual([
    { step: "statistics", title: "Gather statistics", file: "/srv/copies/shop.sql.gz" },
  ]);
  expect(history.map(({ what }) => what)).toEqual(["passed", "found", "found"]);
});

test("of a run that stopped behind the fence no end of the downtime is claimed", () => {
  expect(tell(...done("volume"), ...done("stop"))).toContain("Downtime  not known to be over\n");
  expect(tell(...done("volume"))).toContain("Downtime  none\n");
});

test("a step's time is from its beginning to its end, and of a check none is known", () => {
  const { history } = reportJson(journalOf(...done("stop"), passed("verify")), { tail: "", titles });
  expect(history.map(({ seconds }) => seconds)).toEqual([1, null]);
});

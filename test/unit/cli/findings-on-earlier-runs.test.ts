import { join } from "node:path";
import { expect, test } from "vitest";
import { findingsOnEarlierRuns } from "../../../src/cli/findings-on-earlier-runs.ts";
import { systemClock } from "../../../src/cli/system-clock.ts";
import { FileJournalStore } from "../../../src/store/file-journal-store.ts";
import { entriesOfUpgrade, planOf } from "../core/upgrade-samples.ts";
import { temporaryDirectory } from "../store/temporary-directory.ts";

test("a plan tells of an earlier upgrade of the same database that keeps its source still", async () => {
  const stateDir = join(await temporaryDirectory(), "state");
  expect(await findingsOnEarlierRuns(planOf(2), { stateDir })).toEqual([]);
  const journal = await new FileJournalStore(stateDir, systemClock).create("run-1");
  for (const { seq: _, at: __, ...record } of entriesOfUpgrade(1)) await journal.append(record);
  await journal.close();
  expect(await findingsOnEarlierRuns(planOf(2), { stateDir })).toMatchObject([
    { code: "EARLIER-RUN", severity: "info", summary: expect.stringContaining("Run run-1") as string },
  ]);
  expect(await findingsOnEarlierRuns(planOf(3), { stateDir })).toEqual([]);
});

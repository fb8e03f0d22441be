import { expect, test } from "vitest";
import { foldJournal } from "../../../src/core/progress.ts";
import type { Driver } from "../../../src/runner/driver.ts";
import { recreateSource } from "../../../src/runner/recreate-source.ts";
import { journalOf, samplePlan } from "../report/sample-run.ts";

/** What is made again where the source is gone, and these containers say that they hold it. */
async function recreatedFrom(holders: readonly string[], journaled: string | undefined) {
  const made: string[] = [];
  const output = journaled === undefined ? null : { containerId: journaled };
  const progress = foldJournal(journalOf({ type: "step.succeeded", step: "hold", attempt: 1, output }));
  const hold = { id: "hold", use: "docker/hold-source" };
  await recreateSource({
    ports: {
      runtime: {
        findContainer: () => Promise.resolve(undefined),
        listContainers: () => Promise.resolve(holders.map((id) => ({ id, state: "running" }))),
        look: (id: string) => Promise.resolve({ exitCode: 0, stdout: `told by ${id}` }),
        createAgain: (description: string) => Promise.resolve(made.push(description)).then(() => "new"),
      },
    },
    progress: { ...progress, plan: { ...samplePlan, steps: [hold] } },
    playbook: { steps: [hold] },
    record: () => Promise.resolve(),
  } as unknown as Driver);
  return made;
}

test("a source is made again by what the holder in the journal tells, and by no other's words (I10)", async () => {
  expect(await recreatedFrom(["stranger", "ours"], "ours")).toEqual(["told by ours"]);
  expect(await recreatedFrom(["stranger"], "ours")).toEqual([]);
});

test("a holder whose step died before it handed on its id is known by its labels", async () => {
  expect(await recreatedFrom(["ours"], undefined)).toEqual(["told by ours"]);
});

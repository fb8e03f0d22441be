import { expect, test } from "vitest";
import type { Container } from "../../../src/ports/runtime.ts";
import type { Driver } from "../../../src/runner/driver.ts";
import { endStrays } from "../../../src/runner/end-strays.ts";

const run = { "dbshift.run": "r1" };
const container = (id: string, labels: Record<string, string>, state = "running"): Container =>
  ({ id, state, labels }) as unknown as Container;

/** What is removed, and in which servers sessions are ended, where these containers carry the run's label. */
async function end(ours: readonly Container[], sourceState = "running"): Promise<readonly string[]> {
  const did: string[] = [];
  const driver = {
    ports: {
      runtime: {
        listContainers: () => Promise.resolve(ours),
        findContainer: () => Promise.resolve(container("source", {}, sourceState)),
        removeContainer: (id: string) => Promise.resolve(did.push(`remove ${id}`)),
      },
      engine: {
        endSessions: (stray: { container: Container; run: string }) =>
          Promise.resolve(did.push(`end ${stray.run} in ${stray.container.id}`)),
      },
      interruption: {},
    },
    progress: { run: "r1", plan: { source: { containerId: "source" } } },
  } as unknown as Driver;
  await endStrays(driver);
  return did;
}

test("what a dead process left at work is ended: helpers whether they run or not, then sessions (I9)", async () => {
  const helper = { ...run, "dbshift.purpose": "helper" };
  const ours = [
    container("target", { ...run, "dbshift.role": "hidden-target" }),
    container("restore", { ...helper, "dbshift.role": "restore" }),
    container("dump", { ...helper, "dbshift.role": "dump" }, "exited"),
  ];
  expect(await end(ours)).toEqual(["remove restore", "remove dump", "end r1 in target", "end r1 in source"]);
});

test("the lease and the holder run on, and what does not run has no sessions", async () => {
  const ours = [
    container("lease", { ...run, "dbshift.role": "lease" }),
    container("holder", { ...run, "dbshift.role": "holder" }),
    container("target", { ...run, "dbshift.role": "hidden-target" }, "exited"),
  ];
  expect(await end(ours, "exited")).toEqual([]);
});

import { expect, test } from "vitest";
import type { SupersededBy } from "../../../src/core/journal.ts";
import type { WriteContext } from "../../../src/playbook/context.ts";
import { retireSource } from "../../../src/steps/retire-source.ts";

const later = { run: "r2", to: "17", container: "db", containerId: "target-2", identity: "two" };

/** In a world where these containers answer, with the identity of what they serve. */
async function retire(answering: Readonly<Record<string, string>>, supersededBy?: SupersededBy) {
  const removed: string[] = [];
  const gone = (name: string): Promise<void> => Promise.resolve(removed.push(name)).then(() => undefined);
  const ctx = {
    runtime: {
      findVolume: () => Promise.resolve({ createdAt: "then" }),
      listContainers: () => Promise.resolve([]),
      removeForeignContainer: gone,
      removeForeignVolume: gone,
    },
    engine: {
      observe: (_: unknown, id: string) =>
        Promise.resolve(answering[id] && { version: "1", identity: answering[id] }),
    },
    plan: { source: { container: "db", containerId: "source", volume: "data" }, target: {} },
    run: "r1",
    outputOf: () => ({ containerId: "target-1", volumeCreatedAt: "then" }),
    note: () => undefined,
    supersededBy,
  } as unknown as WriteContext;
  await retireSource.apply(ctx).catch(() => undefined);
  return removed;
}

test("a source goes only while its target answers (I1)", async () => {
  expect(await retire({ "target-1": "one" })).toEqual(["source", "data"]);
  expect(await retire({})).toEqual([]);
});

test("where a later run went on from that target, the later one's has to answer, and with its own data (I1)", async () => {
  expect(await retire({ "target-2": "two" }, later)).toEqual(["source", "data"]);
  expect(await retire({ "target-2": "other" }, later)).toEqual([]);
  expect(await retire({ "target-1": "one" }, later)).toEqual([]);
});

import { expect, test } from "vitest";
import { JournalDamaged, UsageError } from "../../../src/core/errors.ts";
import type { JournalStore, RunListing } from "../../../src/ports/journal-store.ts";
import { selectRun } from "../../../src/cli/select-run.ts";
import { journalOf, started, switched } from "../report/sample-run.ts";

const finished: RunListing = { run: "r1", entries: journalOf(...switched) };
const open: RunListing = { run: "r2", entries: journalOf(started("stop")) };

const storeWith = (...listings: readonly RunListing[]): JournalStore => {
  const never = (): never => {
    throw new Error("not asked for here");
  };
  return {
    create: never,
    open: never,
    read: async (run) => listings.find((listing) => listing.run === run)?.entries ?? [],
    list: async () => listings,
  };
};
const select = (store: JournalStore, run?: string): Promise<{ run: string }> =>
  selectRun(store, { run, verb: "resume", fits: ({ outcome }) => outcome === undefined, tail: "" });

test("the only run that fits is taken", async () => {
  await expect(select(storeWith(finished, open))).resolves.toMatchObject({ run: "r2" });
});

test("a run that was named is taken, whether it fits or not", async () => {
  await expect(select(storeWith(finished, open), "r1")).resolves.toMatchObject({ run: "r1" });
});

test("where several fit, the choice is named and nothing is guessed", async () => {
  const error: unknown = await select(storeWith(open, { ...open, run: "r3" })).catch(
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ next: ["dbshift resume r2", "dbshift resume r3"] });
});

test("where none fits, the runs there are stand in the message", async () => {
  await expect(select(storeWith(finished))).rejects.toMatchObject({
    message: "There is no run to resume",
    detail: [expect.stringContaining("r1  shop-db")],
  });
  await expect(select(storeWith())).rejects.toMatchObject({ detail: ["There are no runs at all."] });
});

test("I5: where one fits and a journal is damaged, it is not taken for the one that is meant", async () => {
  const damaged = { run: "r0", damage: "line 4" };
  await expect(select(storeWith(open, damaged))).rejects.toBeInstanceOf(JournalDamaged);
});

test("I5: where none fits and a journal is damaged, that is not passed over", async () => {
  await expect(select(storeWith(finished, { run: "r0", damage: "line 4" }))).rejects.toBeInstanceOf(
    JournalDamaged,
  );
});

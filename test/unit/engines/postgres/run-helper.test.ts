import { expect, test } from "vitest";
import { runHelper, type HelperContext } from "../../../../src/steps/run-helper.ts";

/** A helper in a world where it ends with this, having printed something. */
function helperEnding(exitCode: number) {
  const removed: string[] = [];
  let made = false;
  const runtime = {
    listContainers: () => Promise.resolve(made ? [{ id: "helper" }] : []),
    createHelper: () => Promise.resolve((made = true)).then(() => "helper"),
    start: () => Promise.resolve(),
    wait: () => Promise.resolve(exitCode),
    logTail: () => Promise.resolve("psql: error: the server is gone"),
    output: () => Promise.resolve("what it printed"),
    removeContainer: (id: string) => Promise.resolve(removed.push(id)),
  };
  const ctx = { runtime, run: "r", attempt: 1, labelsFor: () => ({}) } as unknown as HelperContext;
  const work = runHelper(ctx, { role: "restore", what: "The restore", image: "i", argv: [], mounts: [] });
  return { work, removed };
}

test("a helper that ends well hands on what it printed, and is removed (I9)", async () => {
  const { work, removed } = helperEnding(0);
  expect(await work).toBe("what it printed");
  expect(removed).toEqual(["helper"]);
});

test.each([1, 3, 137])("a helper that ends with %i has failed, whatever it printed (I12)", async (code) => {
  const { work, removed } = helperEnding(code);
  await expect(work).rejects.toMatchObject({
    message: `The restore failed with exit code ${String(code)}`,
    detail: ["psql: error: the server is gone"],
  });
  expect(removed).toEqual(["helper"]);
});

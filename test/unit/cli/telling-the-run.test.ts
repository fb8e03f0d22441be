import { expect, test } from "vitest";
import { tellingTheRun } from "../../../src/cli/telling-the-run.ts";
import { StepError } from "../../../src/core/errors.ts";
import type { Journal } from "../../../src/ports/journal-store.ts";
import { journalOf, switched } from "../report/sample-run.ts";

const journal = { entries: journalOf(...switched) } as unknown as Journal;
const failing = (error: Error) => tellingTheRun(journal, " --context far", () => Promise.reject(error));

test("an error nobody expected says who serves, and what to type, where a run is open", async () => {
  const cause = new TypeError("x is not a function");
  await expect(failing(cause)).rejects.toMatchObject({
    exit: 1,
    message: "unexpected: x is not a function",
    detail: [
      "As the journal of run r1 has it: shop-db serves from the target, version 16 (postgres:16).",
      "Which copies of the data there are, its status says.",
    ],
    next: ["dbshift status r1 --context far"],
    cause,
  });
});

test("an error that was expected is told as it is", async () => {
  const expected = new StepError({ summary: "no" });
  await expect(failing(expected)).rejects.toBe(expected);
});
